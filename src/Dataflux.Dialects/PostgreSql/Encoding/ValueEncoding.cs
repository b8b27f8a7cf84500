using System.Linq.Expressions;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>How values of one C# type get into a column of one PostgreSQL type.</summary>
/// <param name="CastFrom">
/// The type for SQL as which they travel, where the server casts them to the column's; <see langword="null"/>: as that one.
/// </param>
/// <param name="Write">Makes the call that writes a value (second argument) into the buffer (first argument), nulls included.</param>
internal sealed record ValueEncoding(string? CastFrom, Func<Expression, Expression, Expression> Write) : ColumnEncoding(CastFrom)
{
    private const string AsText = "text";
    private const string AsTexts = "text[]";

    /// <summary>Finds the way, or <see langword="null"/> when values of that C# type cannot go into that column.</summary>
    internal static ValueEncoding? Find(Type clr, PostgreSqlType type)
    {
        if (Nullable.GetUnderlyingType(clr) is { } inner)
        {
            return NotNull(inner, type) is not { } some ? null : some with
            {
                Write = (buffer, value) => Expression.IfThenElse(
                    Expression.Property(value, "HasValue"),
                    some.Write(buffer, Expression.Property(value, "Value")),
                    WriteNull(buffer)),
            };
        }

        if (NotNull(clr, type) is not { } encoding || clr.IsValueType)
            return NotNull(clr, type);

        return encoding with
        {
            Write = (buffer, value) => Expression.IfThenElse(
                Expression.ReferenceEqual(value, Expression.Constant(null, clr)),
                WriteNull(buffer),
                encoding.Write(buffer, value)),
        };
    }

    /// <summary>
    /// How documents for a <c>jsonb</c> column travel as the text that the server would write of them. Such a text is the document too,
    /// where it is cast.
    /// </summary>
    internal static ValueEncoding TextOfJsonb(Type clr, PostgreSqlType jsonb)
    {
        var json = Find(clr, jsonb with { Oid = TypeOid.Json })
            ?? throw new ArgumentException($"{clr} cannot go into a column of documents; values that go into jsonb can", nameof(clr));
        return new(AsText, (buffer, value) =>
        {
            var start = Expression.Variable(typeof(int), "start");
            return Expression.Block(
                [start],
                Expression.Assign(start, Expression.Property(buffer, nameof(CopyBuffer.Length))),
                json.Write(buffer, value),
                Expression.Call(buffer, nameof(CopyBuffer.EndJsonbText), null, start));
        });
    }

    private static ValueEncoding? NotNull(Type clr, PostgreSqlType type)
    {
        if (clr.IsEnum)
            return OfEnum(clr, type);
        if (WriterTable.Find(clr, type) is { } writer)
        {
            var taken = writer.GetParameters()[1].ParameterType;
            return new(CastFrom: null, (buffer, value) =>
                Expression.Call(writer, buffer, taken == value.Type ? value : Expression.Convert(value, taken)));
        }

        if (WriterTable.TextOf(clr, type) is { } text)
            return new(AsText, (buffer, value) => Expression.Call(text, buffer, value));

        return type.Element is { } element ? OfArray(clr, element) : null;
    }

    private static ValueEncoding? OfEnum(Type clr, PostgreSqlType type)
    {
        if (type.IsText || type.Kind == 'e')
        {
            var labels = Activator.CreateInstance(typeof(EnumLabels<>).MakeGenericType(clr), [type.Labels])!;
            return new(CastFrom: null, (buffer, value) =>
                Expression.Call(Expression.Constant(labels), nameof(EnumLabels<>.Write), null, buffer, value));
        }

        var number = Enum.GetUnderlyingType(clr);
        return type.Oid is TypeOid.Int2 or TypeOid.Int4 or TypeOid.Int8 && NotNull(number, type) is { } encoding
            ? new(CastFrom: null, (buffer, value) => encoding.Write(buffer, Expression.Convert(value, number)))
            : null;
    }

    private static ValueEncoding? OfArray(Type clr, PostgreSqlType element)
    {
        if (CollectionShape.Find(clr) is not { } shape || Find(shape.Element, element) is not { CastFrom: null or AsText } encoding)
            return null;

        var buffer = Expression.Parameter(typeof(CopyBuffer), "buffer");
        var item = Expression.Parameter(shape.Element, "item");
        var write = Expression.Lambda(
            typeof(Action<,>).MakeGenericType(typeof(CopyBuffer), shape.Element), encoding.Write(buffer, item), buffer, item).Compile();
        return new(encoding.IsCast ? AsTexts : null, (target, value) => Expression.Call(
            typeof(ArrayWriters),
            shape.Writer,
            [shape.Element],
            target,
            shape.Taken == value.Type ? value : Expression.Convert(value, shape.Taken),
            Expression.Constant(encoding.IsCast ? TypeOid.Text : element.DeclaredOid),
            Expression.Constant(write)));
    }

    private static MethodCallExpression WriteNull(Expression buffer) => Expression.Call(buffer, nameof(CopyBuffer.WriteNull), null);
}
