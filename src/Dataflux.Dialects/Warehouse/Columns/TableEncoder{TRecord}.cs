using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Reflection;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>The encoder of one type.</summary>
internal sealed class TableEncoder<TRecord> : TableEncoder
{
    private readonly RecordMapping _mapping;
    private readonly bool _keysOnly;
    private readonly RecordMember?[] _members;
    private readonly Action<RowBuffer, TRecord> _write;

    public TableEncoder(RecordMapping mapping, FileTable table, bool keysOnly)
        : base(table)
    {
        (_mapping, _keysOnly) = (mapping, keysOnly);
        _members = [.. table.Columns.Select(column => MemberOf(mapping, column, keysOnly))];
        var buffer = Expression.Parameter(typeof(RowBuffer), "buffer");
        var record = Expression.Parameter(typeof(TRecord), "record");
        var body = new List<Expression>();
        for (var i = 0; i < _members.Length; i++)
        {
            body.Add(Expression.Call(buffer, nameof(RowBuffer.BeginColumn), null, Expression.Constant(i)));
            body.Add(_members[i] is { } member
                ? WriteOf(buffer, record, member, table.Columns[i].Type)
                : Expression.Call(buffer, nameof(RowBuffer.Null), null));
        }

        _write = Expression.Lambda<Action<RowBuffer, TRecord>>(Expression.Block(body), buffer, record).Compile();
    }

    internal override void Encode(RowBuffer buffer, object record, long writtenAt) => Encode(buffer, (TRecord)record, writtenAt);

    /// <summary>The same without a box.</summary>
    internal void Encode(RowBuffer buffer, TRecord record, long writtenAt)
    {
        buffer.BeginRow(_keysOnly, writtenAt);
        try
        {
            _write(buffer, record);
            buffer.EndRow();
        }
        catch (ValueException wrong)
        {
            buffer.DropRow();
            var column = Table.Columns[buffer.Column].Name;
            throw new RowValueException(
                Table.Name, column, wrong.Code,
                $"{_mapping.Type.Name}.{_members[buffer.Column]!.Property.Name} (column '{column}' of '{Table.Name}') {wrong.Message}");
        }
    }

    private static RecordMember? MemberOf(RecordMapping mapping, FileColumn column, bool keysOnly) => keysOnly && !column.IsKey
        ? null
        : mapping.Members.First(member => TableShapes.NameOf(member) == column.Name);

    private static BlockExpression WriteOf(Expression buffer, Expression record, RecordMember member, FileType type)
    {
        var value = Expression.Variable(member.Property.PropertyType, member.Property.Name);
        var write = ValueEncoding.Find(value.Type, type).Write(buffer, value);
        var longest = member.Property.GetCustomAttribute<MaxLengthAttribute>()?.Length
            ?? member.Property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength;
        return Expression.Block(
            [value],
            Expression.Assign(value, Expression.Property(record, member.Property)),
            longest is > 0 && TextLength.Method(value.Type) is { } check
                ? Expression.Block(Expression.Call(check, value, Expression.Constant(longest.Value)), write)
                : write);
    }
}
