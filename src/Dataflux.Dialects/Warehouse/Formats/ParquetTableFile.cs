using System.Numerics;
using System.Text;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>
/// A Parquet file: each group of rows becomes a row group. Columns may be null but for the key and those that come before the record's.
/// </summary>
internal sealed class ParquetTableFile : ITableFile
{
    private readonly DataField[] _fields;
    private readonly ParquetWriter _writer;
    private readonly Stream _stream;

    // The texts of one column after the other.
    private char[] _characters = [];

    private ParquetTableFile(DataField[] fields, ParquetWriter writer, Stream stream) =>
        (_fields, _writer, _stream) = (fields, writer, stream);

    /// <summary>Begins a file.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The places of the columns that are in files.</param>
    /// <param name="stream">Takes the file, and can be read; its owner disposes it.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal static async Task<ParquetTableFile> CreateAsync(
        FileTable table, IReadOnlyList<int> columns, Stream stream, CancellationToken cancellation)
    {
        DataField[] fields = [.. columns.Select(place => FieldOf(table.All[place], place))];
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        return new(fields, await ParquetWriter.CreateAsync(new(fields), stream, options, append: false, cancellation), stream)
        {
            Columns = columns,
        };
    }

    private IReadOnlyList<int> Columns { get; init; } = [];

    public async Task WriteAsync(RowGroup rows, CancellationToken cancellation)
    {
        using var group = _writer.CreateRowGroup();
        for (var i = 0; i < _fields.Length; i++)
            await WriteAsync(group, _fields[i], rows, Columns[i], cancellation);

        group.CompleteValidate();
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        ParquetFooter.DropStatistics(_stream);
    }

    private static DataField FieldOf(FileColumn column, int place)
    {
        var nullable = place >= MetaColumns.Count && !column.IsKey;
        return column.Type.Kind switch
        {
            ValueKind.Boolean => new DataField(column.Name, typeof(bool), nullable),
            ValueKind.Int32 => new DataField(column.Name, typeof(int), nullable),
            ValueKind.Int64 => new DataField(column.Name, typeof(long), nullable),
            ValueKind.Float => new DataField(column.Name, typeof(float), nullable),
            ValueKind.Double => new DataField(column.Name, typeof(double), nullable),
            ValueKind.Decimal => new BigDecimalDataField(column.Name, column.Type.Precision, column.Type.Scale, nullable),
            ValueKind.Timestamp => new DateTimeDataField(
                column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, nullable),
            ValueKind.Date => new DataField(column.Name, typeof(DateOnly), nullable),
            ValueKind.Bytes => new DataField(column.Name, typeof(byte[]), nullable),
            _ => new DataField(column.Name, typeof(string), nullable),
        };
    }

    private Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, RowGroup rows, int column, CancellationToken cancellation)
    {
        var type = rows.Table.All[column].Type;
        return type.Kind switch
        {
            ValueKind.Boolean => PutAsync(rows.Boolean),
            ValueKind.Int32 => PutAsync(rows.Int32),
            ValueKind.Int64 => PutAsync(rows.Int64),
            ValueKind.Float => PutAsync(rows.Float),
            ValueKind.Double => PutAsync(rows.Double),
            ValueKind.Decimal => PutAsync(
                (row, place) => new BigDecimal((BigInteger)rows.Unscaled(row, place), type.Precision, type.Scale)),
            ValueKind.Timestamp => PutAsync(rows.Timestamp),
            ValueKind.Date => PutAsync(rows.Date),
            ValueKind.Bytes => PutAsync(rows.Content),
            _ => PutAsync(CharactersOf(rows, column)),
        };

        Task PutAsync<T>(Func<int, int, T> read)
            where T : struct
        {
            var values = new T[rows.Rows];
            var levels = field.IsNullable ? new int[rows.Rows] : null;
            var count = 0;
            for (var row = 0; row < rows.Rows; row++)
            {
                if (!rows.Has(row, column))
                    continue;

                values[count++] = read(row, column);
                if (levels is not null)
                    levels[row] = 1;
            }

            return levels is null
                ? group.WriteAsync<T>(field, values, null, null, cancellation)
                : group.WriteAllPartsAsync<T>(field, values.AsMemory(0, count), levels, null, cancellation);
        }
    }

    // All texts of a column side by side, so that there is no string for each; those of the column before are written by then.
    private Func<int, int, ReadOnlyMemory<char>> CharactersOf(RowGroup rows, int column)
    {
        var most = 0L;
        for (var row = 0; row < rows.Rows; row++)
            most += rows.Has(row, column) ? rows.Content(row, column).Length : 0;

        if (_characters.Length < most)
            _characters = new char[most];

        var used = 0;
        return (row, place) =>
        {
            var length = Encoding.UTF8.GetChars(rows.Content(row, place).Span, _characters.AsSpan(used));
            var text = _characters.AsMemory(used, length);
            used += length;
            return text;
        };
    }
}
