using System.Buffers.Binary;

namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>
/// Takes the statistics out of a Parquet file. Parquet.Net 6.1.0 gives times in microseconds a least and a greatest value in
/// milliseconds, and columns of nulls a least value of 0: who trusts them passes over rows that are there, and DuckDB even reads the wrong
/// value where both are the same. Without statistics everything is read.
/// </summary>
internal static class ParquetFooter
{
    // The length of the metadata and "PAR1".
    private const int TailLength = 8;

    // FileMetaData.row_groups, RowGroup.columns, ColumnChunk.meta_data, ColumnMetaData.statistics (parquet.thrift).
    private static readonly int[] Statistics = [4, 1, 3, 12];

    /// <summary>Does it.</summary>
    /// <param name="stream">The whole file; at its end afterwards.</param>
    internal static void DropStatistics(Stream stream)
    {
        var tail = new byte[TailLength];
        stream.Position = stream.Length - TailLength;
        stream.ReadExactly(tail);
        var metadata = new byte[BinaryPrimitives.ReadInt32LittleEndian(tail)];
        var start = stream.Length - TailLength - metadata.Length;
        stream.Position = start;
        stream.ReadExactly(metadata);
        var copy = new CompactStruct(metadata, static path => path.SequenceEqual(Statistics)).Copy();
        BinaryPrimitives.WriteInt32LittleEndian(tail, copy.Length);
        stream.Position = start;
        stream.Write(copy);
        stream.Write(tail);
        stream.SetLength(stream.Position);
    }
}
