using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>The text that stands for each value of a C# enum.</summary>
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

    /// <summary>Writes the label of a value.</summary>
    public void Write(CopyBuffer buffer, T value)
    {
        if (!_labels.TryGetValue(value, out var label))
        {
            throw new ValueException(
                ValueException.BadValue, $"is {value} of the enum {typeof(T).Name}, for which the column has no label");
        }

        buffer.WriteInt32(label.Length);
        label.CopyTo(buffer.Take(label.Length));
    }
}
