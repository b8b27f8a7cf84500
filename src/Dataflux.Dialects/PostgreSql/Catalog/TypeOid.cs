namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>The fixed numbers of built-in types (PostgreSQL source, <c>pg_type.dat</c>).</summary>
internal static class TypeOid
{
    internal const uint Bool = 16;
    internal const uint Bytea = 17;
    internal const uint Name = 19;
    internal const uint Int8 = 20;
    internal const uint Int2 = 21;
    internal const uint Int4 = 23;
    internal const uint Text = 25;
    internal const uint Json = 114;
    internal const uint Float4 = 700;
    internal const uint Float8 = 701;
    internal const uint Bpchar = 1042;
    internal const uint Varchar = 1043;
    internal const uint Date = 1082;
    internal const uint Time = 1083;
    internal const uint Timestamp = 1114;
    internal const uint TimestampTz = 1184;
    internal const uint Interval = 1186;
    internal const uint TimeTz = 1266;
    internal const uint Numeric = 1700;
    internal const uint Uuid = 2950;
    internal const uint Jsonb = 3802;
    internal const uint TsRange = 3908;
    internal const uint TsTzRange = 3910;
    internal const uint TsMultirange = 4533;
    internal const uint TsTzMultirange = 4534;
}
