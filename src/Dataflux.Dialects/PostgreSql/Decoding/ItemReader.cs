using System.Buffers.Binary;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Writes rows of a binary COPY as lines of DynamoDB JSON. A null is NULL, and not absent.</summary>
/// <param name="columns">The names of the columns, and how their values are written.</param>
/// <param name="constant">What every item has before its columns, as JSON that ends with a comma; empty: nothing.</param>
internal sealed class ItemReader(IReadOnlyList<(string Name, ValueReader Read)> columns, byte[] constant)
{
    private readonly byte[] _begin = [.. "{\"Item\":{"u8, .. constant];
    private readonly byte[][] _names =
        [.. columns.Select(static (column, i) => (byte[])[.. i == 0 ? ""u8 : ","u8, .. TypedValue.Name(column.Name)])];

    private readonly ValueReader[] _readers = [.. columns.Select(static column => column.Read)];

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
                line.Add(TypedValue.Null);
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
}
