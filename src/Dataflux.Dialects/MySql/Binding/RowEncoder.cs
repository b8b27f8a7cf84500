using System.Linq.Expressions;
using Dataflux.Dialects.MySql.Encoding;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.MySql.Binding;

/// <summary>Writes records as rows: the columns of the binding, then the round if there is one.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class RowEncoder<TRecord>
{
    private readonly TableBinding _binding;
    private readonly Action<RowBuffer, TRecord> _write;

    internal RowEncoder(TableBinding binding)
    {
        _binding = binding;
        var buffer = Expression.Parameter(typeof(RowBuffer), "buffer");
        var record = Expression.Parameter(typeof(TRecord), "record");
        var body = new List<Expression>();
        for (var i = 0; i < binding.Columns.Count; i++)
        {
            var column = binding.Columns[i];
            var value = Expression.Variable(column.Member.Property.PropertyType, column.Name);
            body.Add(Expression.Assign(Expression.Property(buffer, nameof(RowBuffer.Column)), Expression.Constant(i)));
            body.Add(Expression.Call(buffer, nameof(RowBuffer.Next), null));
            body.Add(Expression.Block(
                [value],
                Expression.Assign(value, Expression.Property(record, column.Member.Property)),
                ((ValueEncoding)column.Encoding).Write(buffer, value)));
        }

        _write = Expression.Lambda<Action<RowBuffer, TRecord>>(Expression.Block(body), buffer, record).Compile();
    }

    /// <summary>Appends a row; when it throws, the buffer holds the rows before it.</summary>
    /// <exception cref="RowValueException">A value cannot be stored in its column.</exception>
    internal void Write(RowBuffer buffer, TRecord record, int? round)
    {
        var start = buffer.Length;
        buffer.BeginRow();
        try
        {
            _write(buffer, record);
        }
        catch (ValueException wrong)
        {
            buffer.Length = start;
            var column = _binding.Columns[buffer.Column];
            throw new RowValueException(
                _binding.Table.Name,
                column.Name,
                wrong.Code,
                $"{_binding.Mapping.Type.Name}.{column.Member.Property.Name} (column \"{column.Name}\" of table "
                + $"\"{_binding.Table.Name}\") {wrong.Message}");
        }

        if (round is { } number)
        {
            buffer.Next();
            buffer.Number(number);
        }

        buffer.EndRow();
    }
}
