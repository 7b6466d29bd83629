using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace SmartWms.Webhooks.House.Tests.PublicApi;

/// <summary>Everything that others can see of some types, as sorted text: a change of the public API is a change of this text.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        var spaces = Shipped.WrittenTypes(types).Where(type => !type.IsNested).GroupBy(type => type.Namespace ?? "").OrderBy(space => space.Key, StringComparer.Ordinal);
        foreach (var space in spaces)
        {
            text.Append("namespace ").Append(space.Key).Append('\n');
            foreach (var type in space.OrderBy(type => type.Name, StringComparer.Ordinal))
            {
                text.Append('\n');
                Append(text, type, "");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, Type type, string indent)
    {
        text.Append(indent).Append(TypeHead.Of(type)).Append('\n');
        if (TypeHead.IsDelegate(type))
        {
            return;
        }

        foreach (var member in type.IsEnum ? EnumValues(type) : Members(type))
        {
            text.Append(indent).Append("    ").Append(member).Append('\n');
        }

        foreach (var nested in Shipped.WrittenTypes(type.GetNestedTypes(Declared)).Where(nested => IsVisible(nested, type)).OrderBy(nested => nested.Name, StringComparer.Ordinal))
        {
            Append(text, nested, indent + "    ");
        }
    }

    private static bool IsVisible(Type nested, Type outer) =>
        nested.IsNestedPublic || ((nested.IsNestedFamily || nested.IsNestedFamORAssem) && !outer.IsSealed);

    private static IEnumerable<string> EnumValues(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (Line: $"{TypeHead.Attributes(field)}{field.Name} = {Convert.ToDecimal(field.GetRawConstantValue(), null):0},", Value: Convert.ToDecimal(field.GetRawConstantValue(), null)))
            .OrderBy(value => value.Value).ThenBy(value => value.Line, StringComparer.Ordinal)
            .Select(value => value.Line);

    private static IEnumerable<string> Members(Type type) =>
    [
        .. Sorted(type.GetFields(Declared).Where(field => IsVisible(field) && IsWritten(field)).Select(MemberText.Field)),
        .. Sorted(type.GetConstructors(Declared).Where(made => !made.IsStatic && MemberText.IsVisible(made) && !IsCopy(made)).Select(MemberText.Constructor)),
        .. Sorted(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(MemberText.IsVisible) && IsWritten(property) && property.Name != "EqualityContract").Select(MemberText.Property)),
        .. Sorted(type.GetEvents(Declared).Where(found => MemberText.IsVisible(found.AddMethod!)).Select(MemberText.Event)),
        .. Sorted(type.GetMethods(Declared).Where(method => MemberText.IsVisible(method) && IsWritten(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).Select(MemberText.Method)),
    ];

    private static bool IsVisible(FieldInfo field) =>
        field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed);

    /// <summary>Not one of the members that the compiler gives a record.</summary>
    private static bool IsWritten(MemberInfo member) =>
        !member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && !member.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsCopy(ConstructorInfo constructor) =>
        TypeHead.IsRecord(constructor.DeclaringType!) && constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType;

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);
}
