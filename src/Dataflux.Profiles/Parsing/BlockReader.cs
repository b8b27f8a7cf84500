using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Dataflux.Profiles.Parsing;

/// <summary>Splits a block into lines and reads each on its own.</summary>
internal static class BlockReader
{
    private const int BytesPerEntry = 32;
    private const int BytesPerLine = 256;

    /// <summary>Reads the lines of a block.</summary>
    /// <param name="block">The lines.</param>
    /// <param name="refused">
    /// For lines translated from another format: why some could not be, by their distance from the first line;
    /// <see langword="null"/> for lines as they are in the file.
    /// </param>
    public static AttributeTable Read(ArraySegment<byte> block, IReadOnlyDictionary<int, string>? refused)
    {
        var bytes = block.Array.AsSpan(0, block.Offset + block.Count);
        var valid = Utf8.IsValid(block);
        var scanner = new ItemScanner(bytes, (block.Count / BytesPerEntry) + 16);
        var records = ArrayPool<LineRecord>.Shared.Rent((block.Count / BytesPerLine) + 16);
        var changes = new List<ChangeDetail>();
        var errors = new List<string>();
        var count = 0;
        var line = 0;
        for (var start = block.Offset; start < bytes.Length; line++)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            var next = length < 0 ? bytes.Length : start + length + 1;
            var end = length < 0 ? bytes.Length : start + length;
            if (end > start && bytes[end - 1] == '\r')
                end--;
            if (!IsBlank(bytes[start..end]))
            {
                if (count == records.Length)
                    records = Grow(records);
                var record = new LineRecord(line, start, end - start, default, LineRecord.None);
                records[count++] = refused is not null && refused.TryGetValue(line, out var why) ? Malformed(record, why, errors)
                    : valid || Utf8.IsValid(bytes[start..end]) ? ReadLine(ref scanner, record, changes, errors)
                    : Malformed(record, InvalidUtf8(bytes[start..end]), errors);
                if (refused is not null && records[count - 1].IsMalformed && !refused.ContainsKey(line))
                    errors[^1] = $"in its DynamoDB JSON form, {errors[^1]}";
            }

            start = next;
        }

        var table = new AttributeTable(block.Array!, scanner.TakeEntries(), TableKind.Records)
        {
            Records = records.AsSpan(0, count).ToArray(),
            Changes = [.. changes],
            Errors = [.. errors],
        };
        scanner.Release();
        ArrayPool<LineRecord>.Shared.Return(records);
        return table;
    }

    /// <summary>Reads one item of any form from a whole text, line ends inside it included.</summary>
    public static AttributeTable ReadSingle(byte[] text)
    {
        var scanner = new ItemScanner(text, initialEntries: 32);
        var record = new LineRecord(0, 0, text.Length, default, LineRecord.None);
        var changes = new List<ChangeDetail>();
        var errors = new List<string>();
        record = ReadLine(ref scanner, record, changes, errors);
        // An item may have attributes named Item or Keys: what is no export line can still be bare attributes.
        if (record.IsMalformed && scanner.BareAttributes(0, text.Length, out var bare))
            record = record with { Attributes = bare, Detail = LineRecord.None };
        else if (record.IsMalformed && errors[0].EndsWith(LineMembers.Neither, StringComparison.Ordinal))
            errors[0] = scanner.Problem(0);
        var table = new AttributeTable(text, scanner.TakeEntries(), TableKind.Records)
        {
            Records = [record],
            Changes = [.. changes],
            Errors = [.. errors],
        };
        scanner.Release();
        return table;
    }

    private static LineRecord ReadLine(ref ItemScanner scanner, LineRecord record, List<ChangeDetail> changes, List<string> errors)
    {
        if (!scanner.Line(record.Start, record.Start + record.Length, out var attributes, out var change))
            return Malformed(record, scanner.Problem(record.Start), errors);
        if (change is null)
            return record with { Attributes = attributes };
        changes.Add(change.Value);
        return record with { Attributes = attributes, Detail = changes.Count - 1 };
    }

    private static LineRecord Malformed(LineRecord record, string error, List<string> errors)
    {
        errors.Add(error);
        return record with { Detail = ~(errors.Count - 1) };
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) =>
        line.IsEmpty || (line[0] != '{' && !line.ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\r'));

    private static string InvalidUtf8(ReadOnlySpan<byte> line)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(line[at..], out _, out var consumed) == OperationStatus.Done)
            at += consumed;
        return $"column {Encoding.UTF8.GetCharCount(line[..at]) + 1}: expected UTF-8, found the byte 0x{line[at]:X2}";
    }

    private static LineRecord[] Grow(LineRecord[] records)
    {
        var larger = ArrayPool<LineRecord>.Shared.Rent(records.Length * 2);
        records.CopyTo(larger, 0);
        ArrayPool<LineRecord>.Shared.Return(records);
        return larger;
    }
}
