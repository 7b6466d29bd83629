using System.Reflection;
using System.Runtime.CompilerServices;

namespace SmartWms.Webhooks.House.Tests;

/// <summary>What is packed, loaded for reflection.</summary>
internal static class Shipped
{
    /// <summary>The packages' names as theory rows.</summary>
    public static TheoryData<string> Packages => [.. Repository.Packages];

    /// <exception cref="FileNotFoundException">The package is not referenced by this test project: add it there.</exception>
    public static Assembly Load(string package) => Assembly.Load(package);

    /// <summary>Types that a person wrote: those of the compiler and, with them, what they hold are left out.</summary>
    public static IEnumerable<Type> WrittenTypes(IEnumerable<Type> types) => types.Where(type => !Chain(type).Any(IsFromTheCompiler));

    private static bool IsFromTheCompiler(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "Microsoft.CodeAnalysis.EmbeddedAttribute");

    private static IEnumerable<Type> Chain(Type type)
    {
        for (var each = type; each is not null; each = each.DeclaringType)
        {
            yield return each;
        }
    }
}
