using System.Reflection;

namespace SmartWms.Webhooks.House.Tests.PublicApi;

/// <summary>Types as C# writes them, without their namespaces.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <param name="type">The type, not by reference.</param>
    /// <param name="nullability">Adds the question marks of reference types; <see langword="null"/> where C# gives none.</param>
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        var mark = !type.IsValueType && !type.IsGenericParameter && !type.IsPointer && IsNullable(nullability) ? "?" : "";
        return type switch
        {
            { IsArray: true } => Of(type.GetElementType()!, nullability?.ElementType) + $"[{new string(',', type.GetArrayRank() - 1)}]" + mark,
            { IsPointer: true } => Of(type.GetElementType()!) + "*",
            { IsGenericParameter: true } => type.Name,
            _ => (Keywords.GetValueOrDefault(type) ?? Named(type, nullability)) + mark,
        };
    }

    private static bool IsNullable(NullabilityInfo? nullability) =>
        nullability is not null && (nullability.ReadState == NullabilityState.Nullable || nullability.WriteState == NullabilityState.Nullable);

    /// <summary><c>Outer.Inner&lt;A, B&gt;</c>: reflection gives a nested type the arguments of its outer types as well.</summary>
    private static string Named(Type type, NullabilityInfo? nullability)
    {
        var arguments = type.GetGenericArguments();
        var outer = type.IsNested ? Named(type.DeclaringType!, null).Split('<')[0] + "." : "";
        var inherited = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        var name = outer + type.Name.Split('`')[0];
        var own = arguments
            .Select((argument, i) => Of(argument, i < nullability?.GenericTypeArguments.Length ? nullability.GenericTypeArguments[i] : null))
            .Skip(inherited)
            .ToList();
        return own.Count == 0 ? name : $"{name}<{string.Join(", ", own)}>";
    }
}
