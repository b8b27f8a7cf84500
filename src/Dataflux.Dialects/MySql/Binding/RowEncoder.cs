using Dataflux.Dialects.MySql.Encoding;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.MySql.Binding;

/// <summary>Writes records as rows: the columns of the binding, then the round if there is one.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class RowEncoder<TRecord>(TableBinding binding) : ColumnsEncoder<RowBuffer, TRecord>(binding)
{
    /// <summary>Appends a row; when it throws, the buffer holds the rows before it.</summary>
    /// <exception cref="RowValueException">A value cannot be stored in its column.</exception>
    internal void Write(RowBuffer buffer, TRecord record, int? round)
    {
        var start = buffer.Length;
        buffer.BeginRow();
        WriteColumns(buffer, record, start);
        if (round is { } number)
        {
            buffer.BeginColumn(Count);
            buffer.Number(number);
        }

        buffer.EndRow();
    }
}
