using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.Sql;

/// <summary>The text that stands for each value of a C# enum, in UTF-8.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class EnumLabels<T>
    where T : struct, Enum
{
    private readonly Dictionary<T, byte[]> _labels = [];

    /// <summary>
    /// Takes the names, or <c>[EnumMember(Value = …)]</c>; with <paramref name="allowed"/>, the label that a name stands for.
    /// </summary>
    /// <param name="allowed">The labels of the column's enum type; empty: any text goes.</param>
    public EnumLabels(IReadOnlyList<string> allowed)
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (EnumLabel.For(EnumLabel.TextOf(typeof(T), value.ToString()), allowed) is { } label)
                _labels[value] = System.Text.Encoding.UTF8.GetBytes(label);
        }
    }

    /// <summary>The label of a value.</summary>
    /// <exception cref="ValueException">The column has none for it.</exception>
    public byte[] Find(T value) => _labels.TryGetValue(value, out var label)
        ? label
        : throw new ValueException(
            ValueException.BadValue, $"is {value} of the enum {typeof(T).Name}, for which the column has no label");
}
