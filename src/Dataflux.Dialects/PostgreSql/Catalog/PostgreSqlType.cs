using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>A column's type, with domains already followed to what they are made of.</summary>
internal sealed record PostgreSqlType : SqlType
{
    /// <summary>The <c>pg_type</c> row; the built-in ones have fixed numbers (<see cref="TypeOid"/>).</summary>
    internal required uint Oid { get; init; }

    /// <summary>The bare name, such as <c>citext</c>.</summary>
    internal required string Name { get; init; }

    /// <summary><c>pg_type.typtype</c>: b base, e enum, c composite, r range, m multirange, p pseudo.</summary>
    internal required char Kind { get; init; }

    /// <summary>The number that an array says its elements have: that of the domain where they are of one.</summary>
    internal uint DeclaredOid { get; init; }

    /// <summary>The type of an array's elements.</summary>
    internal PostgreSqlType? Element { get; init; }

    /// <summary>Whether its values are times of day or spans of time, or consist of them: arrays, ranges.</summary>
    internal bool HoldsTimes =>
        Element?.HoldsTimes ?? Oid is TypeOid.Time or TypeOid.TimeTz or TypeOid.Timestamp or TypeOid.TimestampTz or TypeOid.Interval
            or TypeOid.TsRange or TypeOid.TsTzRange or TypeOid.TsMultirange or TypeOid.TsTzMultirange;

    internal override bool IsDocument => Oid == TypeOid.Jsonb;

    internal override bool IsLoose => Oid is TypeOid.Bpchar or TypeOid.Jsonb or TypeOid.Float4 or TypeOid.Float8;

    // An interval is another one with the same "=": a day is not always 24 hours, nor a month 30 days.
    internal override bool IsComparedByValue => (Element ?? this).Oid != TypeOid.Interval;

    // A domain over an enum or a range has no "=": the operators of these take any type of their kind, and a domain is none.
    internal override string Compared(string value) => Kind is 'e' or 'r' or 'm' ? $"{value}::{Sql}" : value;

    /// <summary>Whether it is a string type whose binary form is its text.</summary>
    internal bool IsText => Oid is TypeOid.Text or TypeOid.Varchar or TypeOid.Bpchar or TypeOid.Name || Name == "citext";
}
