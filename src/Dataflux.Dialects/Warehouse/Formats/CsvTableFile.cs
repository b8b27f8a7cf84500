using System.Buffers;
using System.Globalization;
using System.Text;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>
/// Values separated by commas, with a line of names: texts in quotes, so that an empty one is told from none; bytes as base64.
/// </summary>
internal sealed class CsvTableFile : ITableFile
{
    private readonly IReadOnlyList<int> _columns;
    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _line = new();

    private CsvTableFile(IReadOnlyList<int> columns, Stream stream) => (_columns, _stream) = (columns, stream);

    /// <summary>Begins a file with the names.</summary>
    internal static CsvTableFile Create(FileTable table, IReadOnlyList<int> columns, Stream stream)
    {
        var file = new CsvTableFile(columns, stream);
        file.Line(column => file.Quoted(Encoding.UTF8.GetBytes(table.All[column].Name)));
        return file;
    }

    public Task WriteAsync(RowGroup rows, CancellationToken cancellation)
    {
        for (var row = 0; row < rows.Rows; row++)
        {
            var one = row;
            Line(column => Write(rows, one, column));
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Line(Action<int> write)
    {
        _line.ResetWrittenCount();
        for (var i = 0; i < _columns.Count; i++)
        {
            if (i > 0)
                _line.Write(","u8);

            write(_columns[i]);
        }

        _line.Write("\n"u8);
        _stream.Write(_line.WrittenSpan);
    }

    private void Write(RowGroup rows, int row, int column)
    {
        if (!rows.Has(row, column))
            return;

        var type = rows.Table.All[column].Type;
        switch (type.Kind)
        {
            case ValueKind.Boolean:
                _line.Write(rows.Boolean(row, column) ? "true"u8 : "false"u8);
                break;
            case ValueKind.Int32:
                Plain(rows.Int32(row, column).ToString(CultureInfo.InvariantCulture));
                break;
            case ValueKind.Int64:
                Plain(rows.Int64(row, column).ToString(CultureInfo.InvariantCulture));
                break;
            case ValueKind.Float:
                Plain(rows.Float(row, column).ToString("R", CultureInfo.InvariantCulture));
                break;
            case ValueKind.Double:
                Plain(rows.Double(row, column).ToString("R", CultureInfo.InvariantCulture));
                break;
            case ValueKind.Decimal:
                Plain(DecimalText.Format(rows.Unscaled(row, column), type.Scale));
                break;
            case ValueKind.Timestamp:
                Plain(rows.Timestamp(row, column).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
                break;
            case ValueKind.Date:
                Plain(rows.Date(row, column).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case ValueKind.Bytes:
                Plain(Convert.ToBase64String(rows.Content(row, column).Span));
                break;
            case ValueKind.Json:
                Quoted(OneLine.Of(rows.Content(row, column)).Span);
                break;
            default:
                Quoted(rows.Content(row, column).Span);
                break;
        }
    }

    private void Plain(string text) => Encoding.ASCII.GetBytes(text, _line);

    private void Quoted(ReadOnlySpan<byte> utf8)
    {
        _line.Write("\""u8);
        for (int at; (at = utf8.IndexOf((byte)'"')) >= 0; utf8 = utf8[(at + 1)..])
        {
            _line.Write(utf8[..at]);
            _line.Write("\"\""u8);
        }

        _line.Write(utf8);
        _line.Write("\""u8);
    }
}
