using System.Buffers.Binary;
using Dataflux.Dialects.Lines;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Writes rows of a binary COPY as lines of DynamoDB JSON, and notes what is where. A null is NULL, and not absent.</summary>
internal sealed class ItemReader
{
    private readonly (string Name, ValueReader Read)[] _columns;
    private readonly AttributeName[] _names;
    private readonly (AttributeName Name, byte[] Value)? _constant;
    private readonly bool _namesDiffer;

    /// <param name="columns">The names of the columns, and how their values are written.</param>
    /// <param name="constant">What every item has before its columns, with its typed value; <see langword="null"/>: nothing.</param>
    internal ItemReader(IEnumerable<(string Name, ValueReader Read)> columns, (string Name, byte[] Value)? constant)
    {
        _columns = [.. columns];
        _constant = constant is var (name, value) ? (new(name, isFirst: true), value) : null;
        _names = [.. _columns.Select((column, i) => new AttributeName(column.Name, isFirst: i == 0 && constant is null))];
        var names = _columns.Select(static column => column.Name).Concat(constant is { } one ? [one.Name] : []).ToList();
        _namesDiffer = names.Distinct(StringComparer.Ordinal).Count() == names.Count;
    }

    /// <summary>Writes a row as a line.</summary>
    /// <param name="fields">Each field: its length, -1 for null, and its bytes.</param>
    /// <param name="line">The line.</param>
    /// <param name="items">Is told what is where.</param>
    /// <returns>Why no item can be this row; <see langword="null"/>: one can.</returns>
    internal string? Read(ReadOnlySpan<byte> fields, LineWriter line, WrittenItems items)
    {
        string? refused = null;
        var start = line.Length;
        line.Add("{\"Item\":{"u8);
        if (_constant is var (constant, typed))
        {
            var value = constant.Write(line);
            line.Add(typed);
            constant.Note(items, value, line);
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            var value = _names[i].Write(line);
            var length = BinaryPrimitives.ReadInt32BigEndian(fields);
            fields = fields[4..];
            if (length < 0)
            {
                line.Add(TypedValue.Null);
            }
            else
            {
                _columns[i].Read(fields[..length], line);
                fields = fields[length..];
            }

            _names[i].Note(items, value, line);
            if (line.Refusal is { } reason)
            {
                refused ??= $"{_columns[i].Name}: {reason}";
                line.Refusal = null;
            }
        }

        line.Add("}}\n"u8);
        items.EndLine(start, line.Length - start - 1);
        if (refused is not null || !_namesDiffer)
            items.Doubt();

        return refused;
    }

    /// <summary>A name as it is written before its value.</summary>
    private sealed class AttributeName
    {
        private readonly byte[] _written;
        private readonly int _offset;
        private readonly bool _isEscaped;

        internal AttributeName(string name, bool isFirst)
        {
            _written = [.. isFirst ? ""u8 : ","u8, .. TypedValue.Name(name)];
            _offset = isFirst ? 1 : 2;
            _isEscaped = _written.Contains((byte)'\\');
        }

        // Between the quotes; a quote and a colon end it.
        private int Length => _written.Length - _offset - 2;

        /// <summary>Writes it.</summary>
        /// <returns>Where the value begins.</returns>
        internal int Write(LineWriter line)
        {
            line.Add(_written);
            return line.Length;
        }

        internal void Note(WrittenItems items, int value, LineWriter line) =>
            items.Add(value - _written.Length + _offset, Length, _isEscaped, value, line.From(value));
    }
}
