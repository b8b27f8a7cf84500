using System.Numerics;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Tables;

/// <summary>The type of the attribute that a property becomes, as far as its C# type says it.</summary>
internal static class AttributeTypes
{
    private static readonly HashSet<Type> Texts =
    [
        typeof(string), typeof(Text), typeof(char), typeof(Guid), typeof(Uri), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly),
        typeof(TimeOnly), typeof(TimeSpan),
    ];

    /// <summary>S, N or B; <see langword="null"/>: another one, or the value decides.</summary>
    internal static string? Of(Type type)
    {
        var own = Nullable.GetUnderlyingType(type) ?? type;
        return own.IsEnum || Texts.Contains(own) ? "S"
            : own == typeof(byte[]) || own == typeof(ReadOnlyMemory<byte>) || own == typeof(Memory<byte>) ? "B"
            : own == typeof(Number) || Array.Exists(own.GetInterfaces(), IsNumber) ? "N"
            : null;
    }

    private static bool IsNumber(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(INumberBase<>);
}
