using System.Linq.Expressions;

namespace Dataflux.Dialects.Sql.Binding;

/// <summary>Writes the columns of a binding, of one record after the other; what surrounds them in a row is the database's own.</summary>
/// <typeparam name="TBuffer">The rows as the database takes them.</typeparam>
/// <typeparam name="TRecord">The record type.</typeparam>
internal abstract class ColumnsEncoder<TBuffer, TRecord>
    where TBuffer : class, IRowBuffer
{
    private readonly TableBinding _binding;
    private readonly Action<TBuffer, TRecord> _write;

    private protected ColumnsEncoder(TableBinding binding)
    {
        _binding = binding;
        var buffer = Expression.Parameter(typeof(TBuffer), "buffer");
        var record = Expression.Parameter(typeof(TRecord), "record");
        var body = new List<Expression>();
        for (var i = 0; i < binding.Columns.Count; i++)
        {
            var column = binding.Columns[i];
            var value = Expression.Variable(column.Member.Property.PropertyType, column.Name);
            body.Add(Expression.Call(buffer, nameof(IRowBuffer.BeginColumn), null, Expression.Constant(i)));
            body.Add(Expression.Block(
                [value],
                Expression.Assign(value, Expression.Property(record, column.Member.Property)),
                column.Encoding.Write(buffer, value)));
        }

        _write = Expression.Lambda<Action<TBuffer, TRecord>>(Expression.Block(body), buffer, record).Compile();
    }

    /// <summary>How many columns there are.</summary>
    private protected int Count => _binding.Columns.Count;

    /// <summary>Writes the columns of a record.</summary>
    /// <param name="buffer">Takes them.</param>
    /// <param name="record">The record.</param>
    /// <param name="start">Where its row begins: when a value cannot be written, the buffer ends there again.</param>
    /// <exception cref="RowValueException">A value cannot be stored in its column.</exception>
    private protected void WriteColumns(TBuffer buffer, TRecord record, int start)
    {
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
    }
}
