using System.Reflection;
using System.Runtime.CompilerServices;

namespace SmartWms.Webhooks.House.Tests.PublicApi;

/// <summary>The first line of a type: <c>public sealed record Delivery : IComparable</c>.</summary>
internal static class TypeHead
{
    public static string Of(Type type)
    {
        var access = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public";
        var name = type.Name.Split('`')[0] + Parameters(OwnParameters(type));
        if (IsDelegate(type))
        {
            return $"{access} delegate {MemberText.Signature(type.GetMethod("Invoke")!, name)};";
        }

        var bases = Bases(type).ToList();
        return $"{Attributes(type)}{access} {Kind(type)} {name}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}{Constraints(OwnParameters(type))}";
    }

    public static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(Delegate));

    public static bool IsRecord(Type type) =>
        type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Any(method => method.Name == "PrintMembers" && method.IsDefined(typeof(CompilerGeneratedAttribute)));

    public static string Attributes(MemberInfo member) => string.Concat(
        from attribute in member.CustomAttributes
        where attribute.AttributeType.Name is "ObsoleteAttribute" or "FlagsAttribute" or "ExperimentalAttribute" or "RequiresUnreferencedCodeAttribute" or "RequiresDynamicCodeAttribute"
        where !IsFromTheCompiler(attribute)
        orderby attribute.AttributeType.Name
        select $"[{attribute.AttributeType.Name[..^"Attribute".Length]}] ");

    public static string Parameters(IReadOnlyCollection<Type> parameters) =>
        parameters.Count == 0 ? "" : $"<{string.Join(", ", parameters.Select(parameter => Variance(parameter) + parameter.Name))}>";

    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(
        from parameter in parameters
        let constraints = ConstraintsOf(parameter).ToList()
        where constraints.Count > 0
        select $" where {parameter.Name} : {string.Join(", ", constraints)}");

    private static IReadOnlyCollection<Type> OwnParameters(Type type) =>
        [.. type.GetGenericArguments().Skip(type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0)];

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => (IsReadOnly(type) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + (IsRecord(type) ? "record struct" : "struct"),
        _ => type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        } + (IsRecord(type) ? "record" : "class"),
    };

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute));

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetUnderlyingType(type) == typeof(int) ? [] : [TypeName.Of(Enum.GetUnderlyingType(type))];
        }

        var parent = type.BaseType is { } known && known != typeof(object) && known != typeof(ValueType) ? type.BaseType : null;
        var inherited = (parent?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(each => each.GetInterfaces())).ToHashSet();
        var interfaces =
            from each in type.GetInterfaces()
            where each.IsVisible && !inherited.Contains(each) && !(IsRecord(type) && each == typeof(IEquatable<>).MakeGenericType(type))
            let name = TypeName.Of(each)
            orderby name
            select name;
        return (parent is null ? Enumerable.Empty<string>() : [TypeName.Of(parent)]).Concat(interfaces);
    }

    private static string Variance(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };

    private static IEnumerable<string> ConstraintsOf(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            yield return "struct";
        }
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return "class";
        }

        foreach (var type in parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)))
        {
            yield return TypeName.Of(type);
        }

        if (!isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            yield return "new()";
        }
    }

    // A ref struct carries an Obsolete for old compilers, a required member a feature flag.
    private static bool IsFromTheCompiler(CustomAttributeData attribute) =>
        attribute.ConstructorArguments is [{ Value: string text }, ..] && text.Contains("not supported in this version of your compiler", StringComparison.Ordinal);
}
