using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>JSON, an object a line: documents as they are, decimal numbers with all their digits, bytes as base64.</summary>
/// <param name="columns">The places of the columns that are in files.</param>
/// <param name="stream">Takes the file; its owner disposes it.</param>
internal sealed class NdjsonTableFile(IReadOnlyList<int> columns, Stream stream) : ITableFile
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteAsync(RowGroup rows, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(stream, Options);
        for (var row = 0; row < rows.Rows; row++)
        {
            json.WriteStartObject();
            foreach (var column in columns)
                Write(json, rows, row, column);

            json.WriteEndObject();
            await json.FlushAsync(cancellation);
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Write(Utf8JsonWriter json, RowGroup rows, int row, int column)
    {
        var (name, type) = (rows.Table.All[column].Name, rows.Table.All[column].Type);
        if (!rows.Has(row, column))
        {
            json.WriteNull(name);
            return;
        }

        switch (type.Kind)
        {
            case ValueKind.Boolean:
                json.WriteBoolean(name, rows.Boolean(row, column));
                break;
            case ValueKind.Int32:
                json.WriteNumber(name, rows.Int32(row, column));
                break;
            case ValueKind.Int64:
                json.WriteNumber(name, rows.Int64(row, column));
                break;
            case ValueKind.Float:
                json.WriteNumber(name, rows.Float(row, column));
                break;
            case ValueKind.Double:
                json.WriteNumber(name, rows.Double(row, column));
                break;
            case ValueKind.Decimal:
                json.WritePropertyName(name);
                json.WriteRawValue(DecimalText.Format(rows.Unscaled(row, column), type.Scale));
                break;
            case ValueKind.Timestamp:
                json.WriteString(
                    name, rows.Timestamp(row, column).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
                break;
            case ValueKind.Date:
                json.WriteString(name, rows.Date(row, column).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case ValueKind.Json:
                json.WritePropertyName(name);
                json.WriteRawValue(OneLine.Of(rows.Content(row, column)).Span);
                break;
            case ValueKind.Bytes:
                json.WriteBase64String(name, rows.Content(row, column).Span);
                break;
            default:
                json.WriteString(name, rows.Content(row, column).Span);
                break;
        }
    }
}
