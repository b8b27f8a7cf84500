using System.Globalization;
using System.Text.Json;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>A row in a part: how many are up to it, and its key, as text of PostgreSQL.</summary>
/// <param name="Row">Its number, counted from 1.</param>
/// <param name="Key">The values of its key.</param>
internal sealed record RowPosition(long Row, IReadOnlyList<string> Key)
{
    internal static RowPosition Parse(string text)
    {
        using var json = JsonDocument.Parse(text);
        var values = json.RootElement.EnumerateArray().Select(static value => value.GetString()!).ToList();
        return new(long.Parse(values[0], CultureInfo.InvariantCulture), values[1..]);
    }

    /// <summary>The position of a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="key">The columns of its key.</param>
    /// <param name="values">Their values, as they were sent.</param>
    /// <exception cref="SourceException">They are of types that no order can go by.</exception>
    internal static RowPosition From(long row, IReadOnlyList<SourceColumn> key, IReadOnlyList<byte[]> values) =>
        new(row, [.. key.Zip(values, static (column, value) => Text(column, value))]);

    /// <summary>The condition of the rows behind it; where there may be nulls in the key, of those too, which are found then.</summary>
    internal string Behind(Relation relation)
    {
        var values = string.Join(", ", relation.Key.Zip(Key, static (column, value) => column.Literal(value)));
        var behind = $"({relation.KeySql}) > ({values})";
        var isNull = string.Join(" or ", relation.Key.Select(static column => $"{column.Sql} is null"));
        return relation.IsKeyProven ? behind : $"({behind} or {isNull})";
    }

    public override string ToString()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            json.WriteStringValue(Row.ToString(CultureInfo.InvariantCulture));
            foreach (var value in Key)
                json.WriteStringValue(value);

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    // What an item would say of the value is what PostgreSQL reads back; bytes alone are written in another way.
    private static string Text(SourceColumn column, byte[] value)
    {
        var written = new LineWriter(128);
        column.Read(value, written);
        using var json = JsonDocument.Parse(written.Take());
        var typed = json.RootElement.EnumerateObject().First();
        return typed.Name switch
        {
            "S" or "N" => typed.Value.GetString()!,
            "BOOL" => typed.Value.GetBoolean() ? "true" : "false",
            "B" => $"\\x{Convert.ToHexString(typed.Value.GetBytesFromBase64())}",
            _ => throw new SourceException($"source.key: rows cannot be read in the order of {column.Name}, which is a {column.Type.Sql}"),
        };
    }
}
