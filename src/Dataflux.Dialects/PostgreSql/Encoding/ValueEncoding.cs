using System.Linq.Expressions;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>Finds how values of one C# type get into a column of one PostgreSQL type.</summary>
internal static class ValueEncoding
{
    private const string AsText = "text";
    private const string AsTexts = "text[]";

    /// <summary>Finds the way, or <see langword="null"/> when values of that C# type cannot go into that column.</summary>
    internal static ColumnEncoding? Find(Type clr, PostgreSqlType type) =>
        ColumnEncoding.Find(
            clr,
            notNull => NotNull(notNull, type),
            static buffer => Expression.Call(buffer, nameof(CopyBuffer.WriteNull), null));

    /// <summary>
    /// How documents for a <c>jsonb</c> column travel as the text that the server would write of them. Such a text is the document too,
    /// where it is cast.
    /// </summary>
    internal static ColumnEncoding TextOfJsonb(Type clr, PostgreSqlType jsonb)
    {
        var json = Find(clr, jsonb with { Oid = TypeOid.Json })
            ?? throw new ArgumentException($"{clr} cannot go into a column of documents; values that go into jsonb can", nameof(clr));
        return new ColumnEncoding(AsText, (buffer, value) =>
        {
            var start = Expression.Variable(typeof(int), "start");
            return Expression.Block(
                [start],
                Expression.Assign(start, Expression.Property(buffer, nameof(CopyBuffer.Length))),
                json.Write(buffer, value),
                Expression.Call(buffer, nameof(CopyBuffer.EndJsonbText), null, start));
        });
    }

    private static ColumnEncoding? NotNull(Type clr, PostgreSqlType type)
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

    private static ColumnEncoding? OfEnum(Type clr, PostgreSqlType type)
    {
        if (type.IsText || type.Kind == 'e')
        {
            var labels = Activator.CreateInstance(typeof(EnumLabels<>).MakeGenericType(clr), [type.Labels])!;
            return new(CastFrom: null, (buffer, value) =>
                Expression.Call(
                    buffer,
                    nameof(CopyBuffer.WriteLengthAndBytes),
                    null,
                    Expression.Call(Expression.Constant(labels), nameof(EnumLabels<>.Find), null, value)));
        }

        var number = Enum.GetUnderlyingType(clr);
        return type.Oid is TypeOid.Int2 or TypeOid.Int4 or TypeOid.Int8 && NotNull(number, type) is { } encoding
            ? new(CastFrom: null, (buffer, value) => encoding.Write(buffer, Expression.Convert(value, number)))
            : null;
    }

    private static ColumnEncoding? OfArray(Type clr, PostgreSqlType element)
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
}
