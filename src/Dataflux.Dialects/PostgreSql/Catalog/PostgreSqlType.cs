namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>A column's type, with domains already followed to what they are made of.</summary>
internal sealed record PostgreSqlType
{
    /// <summary>The <c>pg_type</c> row; the built-in ones have fixed numbers (<see cref="TypeOid"/>).</summary>
    internal required uint Oid { get; init; }

    /// <summary>The name for SQL, quoted and schema-qualified as needed, without length or precision.</summary>
    internal required string Sql { get; init; }

    /// <summary>The bare name, such as <c>citext</c>.</summary>
    internal required string Name { get; init; }

    /// <summary><c>pg_type.typtype</c>: b base, e enum, c composite, r range, m multirange, p pseudo.</summary>
    internal required char Kind { get; init; }

    /// <summary>Whether two values can be compared with <c>=</c> and equal ones are the same value.</summary>
    internal required bool HasEquality { get; init; }

    /// <summary>The number that an array says its elements have: that of the domain where they are of one.</summary>
    internal uint DeclaredOid { get; init; }

    /// <summary>The labels of an enum, in order.</summary>
    internal IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The type of an array's elements.</summary>
    internal PostgreSqlType? Element { get; init; }

    /// <summary>Whether its values are times of day or spans of time, or consist of them: arrays, ranges.</summary>
    internal bool HoldsTimes =>
        Element?.HoldsTimes ?? Oid is TypeOid.Time or TypeOid.TimeTz or TypeOid.Timestamp or TypeOid.TimestampTz or TypeOid.Interval
            or TypeOid.TsRange or TypeOid.TsTzRange or TypeOid.TsMultirange or TypeOid.TsTzMultirange;

    /// <summary>Whether it is a string type whose binary form is its text.</summary>
    internal bool IsText => Oid is TypeOid.Text or TypeOid.Varchar or TypeOid.Bpchar or TypeOid.Name || Name == "citext";
}
