using Dataflux.Dialects.Lines;
using Dataflux.Dialects.PostgreSql.Catalog;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>
/// Which reader is for which type, and as what the server sends it: types whose binary form says nothing here are sent as text, or as JSON.
/// </summary>
internal static class ValueReaders
{
    private const string AsIs = "{0}";
    private const string AsDocument = "to_jsonb({0})";

    /// <summary>How values of a type are sent and written.</summary>
    /// <param name="type">The type, domains followed.</param>
    /// <returns>The reader; and the expression for the value <c>{0}</c>, where it is not sent as it is.</returns>
    internal static (ValueReader Read, string Sent) For(PostgreSqlType type)
    {
        if (type.Element is { } element)
        {
            var (read, sent) = For(element);
            return sent == AsDocument
                ? (JsonReaders.Jsonb, sent)
                : (new ArrayReader(read).Read, sent == AsIs ? sent : sent + "[]");
        }

        return OfBuiltIn(type.Oid) is { } known ? (known, AsIs)
            : type.IsText || type.Kind == 'e' ? (TypedValue.AddText, AsIs)
            : type.Kind is 'c' or 'p' ? (JsonReaders.Jsonb, AsDocument)
            : type.Name switch
            {
                "oid" => (NumberReaders.Int8, "{0}::bigint"),
                "money" => (NumberReaders.Numeric, "{0}::numeric"),
                "hstore" => (JsonReaders.Jsonb, "{0}::jsonb"),
                _ => (TypedValue.AddText, "{0}::text"),
            };
    }

    private static ValueReader? OfBuiltIn(uint oid) => oid switch
    {
        TypeOid.Bool => TextReaders.Bool,
        TypeOid.Bytea => TextReaders.Bytea,
        TypeOid.Uuid => TextReaders.Uuid,
        TypeOid.Int2 => NumberReaders.Int2,
        TypeOid.Int4 => NumberReaders.Int4,
        TypeOid.Int8 => NumberReaders.Int8,
        TypeOid.Float4 => NumberReaders.Float4,
        TypeOid.Float8 => NumberReaders.Float8,
        TypeOid.Numeric => NumberReaders.Numeric,
        TypeOid.Json => JsonReaders.Json,
        TypeOid.Jsonb => JsonReaders.Jsonb,
        TypeOid.Date => TimeReaders.Date,
        TypeOid.Time => TimeReaders.Time,
        TypeOid.TimeTz => TimeReaders.TimeTz,
        TypeOid.Timestamp => TimeReaders.Timestamp,
        TypeOid.TimestampTz => TimeReaders.TimestampTz,
        TypeOid.Interval => TimeReaders.Interval,
        _ => null,
    };
}
