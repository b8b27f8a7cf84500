using System.Text;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Files.Csv;

/// <summary>Makes blocks of items of the records of a file. An item has the number of the line at which its record begins.</summary>
/// <param name="text">The file's text.</param>
/// <param name="location">The file, for messages.</param>
/// <param name="format">How it is written.</param>
internal sealed class CsvBlocks(Stream text, string location, CsvFormat format)
{
    // Below the large object heap's threshold, with room for the item that exceeds it.
    private const int BlockSize = 64 * 1024;
    private const int Capacity = 80 * 1024;
    private readonly CsvText _text = new(text, location, format.Delimiter);
    private readonly LineWriter _lines = new(Capacity);
    private readonly List<long> _numbers = [];
    private Dictionary<int, string> _refused = [];
    private CsvColumn[]? _columns;

    /// <summary>The next block; <see langword="null"/>: there are no more records.</summary>
    /// <exception cref="SourceException">The text is corrupt, cut off, or no CSV.</exception>
    internal ItemBlock? Read()
    {
        _columns ??= Begin();
        while (_lines.Length < BlockSize && _text.Next())
        {
            if (Append() is { } problem)
                _refused.Add(_numbers.Count, problem);

            _lines.Add((byte)'\n');
            _numbers.Add(_text.Line);
        }

        if (_numbers.Count == 0)
            return null;

        var block = ItemBlock.ParseTranslated(_lines.Take(), [.. _numbers], _refused);
        _numbers.Clear();
        if (_refused.Count > 0)
            _refused = [];

        return block;
    }

    private CsvColumn[] Begin()
    {
        if (!format.HasHeader)
            return format.ColumnsOf(header: null, location);

        if (!_text.Next())
            throw new SourceException($"{location}: is empty; expected a header with the names of its columns, or set 'columns'");

        if (_text.Problem is { } problem)
            throw new SourceException($"{location}({_text.Line}): the header cannot be read: {problem}");

        var names = new List<string>();
        foreach (var field in _text.Fields)
            names.Add(Encoding.UTF8.GetString(_text.TextOf(field)).Replace("\"\"", "\"", StringComparison.Ordinal));

        return format.ColumnsOf(names, location);
    }

    private string? Append()
    {
        var fields = _text.Fields;
        var start = _lines.Length;
        var problem = _text.Problem ?? (fields.Length == _columns!.Length ? AppendItem(fields) : OtherCount(fields.Length));
        if (problem is null)
            return null;

        _lines.CutTo(start);

        // The record as it is; but one that is refused is a line, too.
        foreach (var one in _text.Record)
        {
            if (one == '\n')
                _lines.Add("\\n"u8);
            else
                _lines.Add(one);
        }

        return problem;
    }

    private string OtherCount(int count) =>
        $"has {count} fields, expected {_columns!.Length} ({string.Join(", ", _columns.Select(static column => column.Name))})";

    private string? AppendItem(ReadOnlySpan<CsvField> fields)
    {
        var isFirst = true;
        _lines.Add("{\"Item\":{"u8);
        for (var i = 0; i < fields.Length; i++)
        {
            var (field, column) = (fields[i], _columns![i]);
            if (field.Length == 0 && (column.IsNumber || !HasEmpty(field)))
                continue;

            if (!isFirst)
                _lines.Add((byte)',');

            isFirst = false;
            _lines.Add(column.Before);
            AppendValue(field, column);
            if (_lines.Refusal is { } refusal)
            {
                _lines.Refusal = null;
                return $"{column.Name}: {refusal}";
            }
        }

        _lines.Add("}}"u8);
        return null;
    }

    private bool HasEmpty(CsvField field) =>
        format.Empty == EmptyField.Text || (format.Empty == EmptyField.Quoted && field.IsQuoted);

    private void AppendValue(CsvField field, CsvColumn column)
    {
        var value = _text.TextOf(field);
        if (format.Null is { } none && !field.IsQuoted && value.SequenceEqual(none))
            _lines.Add(TypedValue.Null);
        else if (column.IsNumber)
            TypedValue.AddNumber(value, _lines);
        else if (!field.HasQuotes)
            TypedValue.AddText(value, _lines);
        else
            AppendUnescaped(value);
    }

    private void AppendUnescaped(ReadOnlySpan<byte> value)
    {
        _lines.Add("{\"S\":\""u8);
        while (value.IndexOf("\"\""u8) is >= 0 and var at)
        {
            _lines.AddText(value[..(at + 1)]);
            value = value[(at + 2)..];
        }

        _lines.AddText(value);
        _lines.Add("\"}"u8);
    }
}
