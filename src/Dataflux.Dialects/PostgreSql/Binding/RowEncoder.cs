using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.PostgreSql.Binding;

/// <summary>Writes records as rows of a binary COPY: the columns of the binding, then the round and the place if there are any.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class RowEncoder<TRecord>(TableBinding binding) : ColumnsEncoder<CopyBuffer, TRecord>(binding)
{
    /// <summary>Appends a row; when it throws, the buffer holds the rows before it.</summary>
    /// <exception cref="RowValueException">A value cannot be stored in its column.</exception>
    internal void Write(CopyBuffer buffer, TRecord record, int? round, int? place = null)
    {
        var start = buffer.Length;
        buffer.WriteInt16((short)(Count + (round is null ? 0 : 1) + (place is null ? 0 : 1)));
        WriteColumns(buffer, record, start);
        if (round is { } number)
            buffer.WriteLengthAndInt32(number);
        if (place is { } at)
            buffer.WriteLengthAndInt32(at);
    }
}
