using System.Buffers.Binary;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Writes rows of a binary COPY as lines of DynamoDB JSON. A null is NULL, and not absent.</summary>
/// <param name="columns">The names of the columns, in UTF-8 as JSON writes them between quotes, and how their values are written.</param>
/// <param name="constant">What every item has before its columns, as JSON that ends with a comma; empty: nothing.</param>
internal sealed class ItemReader(IReadOnlyList<(string Name, ValueReader Read)> columns, string constant = "")
{
    private readonly byte[] _begin = System.Text.Encoding.UTF8.GetBytes("{\"Item\":{" + constant);
    private readonly byte[][] _names =
        [.. columns.Select(static (column, i) => System.Text.Encoding.UTF8.GetBytes($"{(i == 0 ? "" : ",")}\"{Escaped(column.Name)}\":"))];

    private readonly ValueReader[] _readers = [.. columns.Select(static column => column.Read)];

    internal static ReadOnlySpan<byte> Null => "{\"NULL\":true}"u8;

    /// <summary>Writes a row as a line.</summary>
    /// <param name="fields">Each field: its length, -1 for null, and its bytes.</param>
    /// <param name="line">The line.</param>
    /// <returns>Why no item can be this row; <see langword="null"/>: one can.</returns>
    internal string? Read(ReadOnlySpan<byte> fields, LineWriter line)
    {
        string? refused = null;
        line.Add(_begin);
        for (var i = 0; i < _readers.Length; i++)
        {
            line.Add(_names[i]);
            var length = BinaryPrimitives.ReadInt32BigEndian(fields);
            fields = fields[4..];
            if (length < 0)
            {
                line.Add(Null);
                continue;
            }

            _readers[i](fields[..length], line);
            fields = fields[length..];
            if (line.Refusal is { } reason)
            {
                refused ??= $"{columns[i].Name}: {reason}";
                line.Refusal = null;
            }
        }

        line.Add("}}\n"u8);
        return refused;
    }

    private static string Escaped(string name)
    {
        var text = new LineWriter(64);
        text.AddText(System.Text.Encoding.UTF8.GetBytes(name));
        return System.Text.Encoding.UTF8.GetString(text.From(0));
    }
}
