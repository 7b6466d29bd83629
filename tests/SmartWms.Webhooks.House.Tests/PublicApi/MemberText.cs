using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SmartWms.Webhooks.House.Tests.PublicApi;

/// <summary>One line a member, as a reader of C# expects it.</summary>
internal static class MemberText
{
    private static NullabilityInfoContext Nullability => new();

    public static string Field(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? " = " + Value(field.GetRawConstantValue(), field.FieldType) : "";
        return $"{TypeHead.Attributes(field)}{Access(field.IsPublic)} {kind}{TypeName.Of(field.FieldType, Nullability.Create(field))} {field.Name}{value};";
    }

    public static string Constructor(ConstructorInfo constructor) =>
        $"{TypeHead.Attributes(constructor)}{Access(constructor.IsPublic)} {constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)});";

    public static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        var widest = accessors.Find(accessor => accessor.IsPublic) ?? accessors[0];
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(", ", parameters.Select(Parameter))}]" : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var type = property.PropertyType.IsByRef
            ? "ref " + TypeName.Of(property.PropertyType.GetElementType()!)
            : TypeName.Of(property.PropertyType, Nullability.Create(property));
        var parts = accessors.OrderBy(accessor => accessor != property.GetMethod).Select(accessor =>
            (widest.IsPublic && !accessor.IsPublic ? "protected " : "") + (accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;"));
        return $"{TypeHead.Attributes(property)}{Access(widest.IsPublic)} {Modifiers(widest)}{required}{type} {index} {{ {string.Join(' ', parts)} }}";
    }

    public static string Event(EventInfo @event) =>
        $"{TypeHead.Attributes(@event)}{Access(@event.AddMethod!.IsPublic)} {Modifiers(@event.AddMethod)}event {TypeName.Of(@event.EventHandlerType!, Nullability.Create(@event))} {@event.Name};";

    public static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return $"{TypeHead.Attributes(method)}{Access(method.IsPublic)} {Modifiers(method)}{Signature(method, method.Name + TypeHead.Parameters(generic))}{TypeHead.Constraints(generic)};";
    }

    /// <summary>Return type, name and parameters.</summary>
    public static string Signature(MethodInfo method, string name)
    {
        var result = method.ReturnType.IsByRef
            ? "ref " + TypeName.Of(method.ReturnType.GetElementType()!)
            : TypeName.Of(method.ReturnType, Nullability.Create(method.ReturnParameter));
        return $"{result} {name}({Parameters(method)})";
    }

    /// <summary>Public, or protected where somebody outside can derive.</summary>
    public static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    public static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        bool flag => flag ? "true" : "false",
        char letter => $"'{letter}'",
        _ when type.IsEnum => $"{TypeName.Of(type)}.{Enum.ToObject(type, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Access(bool isPublic) => isPublic ? "public" : "protected";

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return (method.IsStatic ? "static " : "") + (method is { IsAbstract: true, IsStatic: true } ? "abstract " : method is { IsAbstract: false, IsStatic: false } ? "virtual " : "");
        }

        var overrides = method.IsVirtual && method.GetBaseDefinition() != method;
        return method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => overrides ? "abstract override " : "abstract ",
            _ when overrides => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return (isExtension ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var how = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute") => "params ",
            _ => "",
        };
        var nullability = Nullability.Create(parameter);
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var fallback = parameter.HasDefaultValue ? " = " + Value(parameter.DefaultValue, Nullable.GetUnderlyingType(type) is { IsEnum: true } inner && parameter.DefaultValue is not null ? inner : type) : "";
        return $"{how}{TypeName.Of(type, nullability)} {parameter.Name}{fallback}";
    }
}
