using System.Linq.Expressions;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.PostgreSql.Binding;

/// <summary>Writes records as rows of a binary COPY: the columns of the binding, then the round and the place if there are any.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class RowEncoder<TRecord>
{
    private readonly TableBinding _binding;
    private readonly short _fields;
    private readonly Action<CopyBuffer, TRecord> _write;

    internal RowEncoder(TableBinding binding)
    {
        _binding = binding;
        _fields = (short)binding.Columns.Count;
        var buffer = Expression.Parameter(typeof(CopyBuffer), "buffer");
        var record = Expression.Parameter(typeof(TRecord), "record");
        var body = new List<Expression>();
        for (var i = 0; i < binding.Columns.Count; i++)
        {
            var column = binding.Columns[i];
            var value = Expression.Variable(column.Member.Property.PropertyType, column.Name);
            body.Add(Expression.Assign(Expression.Property(buffer, nameof(CopyBuffer.Column)), Expression.Constant(i)));
            body.Add(Expression.Block(
                [value],
                Expression.Assign(value, Expression.Property(record, column.Member.Property)),
                ((ValueEncoding)column.Encoding).Write(buffer, value)));
        }

        _write = Expression.Lambda<Action<CopyBuffer, TRecord>>(Expression.Block(body), buffer, record).Compile();
    }

    /// <summary>Appends a row; when it throws, the buffer holds the rows before it.</summary>
    /// <exception cref="RowValueException">A value cannot be stored in its column.</exception>
    internal void Write(CopyBuffer buffer, TRecord record, int? round, int? place = null)
    {
        var start = buffer.Length;
        buffer.WriteInt16((short)(_fields + (round is null ? 0 : 1) + (place is null ? 0 : 1)));
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
            buffer.WriteLengthAndInt32(number);
        if (place is { } at)
            buffer.WriteLengthAndInt32(at);
    }
}
