using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.MySql.Catalog;

/// <summary>A column's type.</summary>
internal sealed record MySqlType : SqlType
{
    private static readonly string[] Texts = ["char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"];

    /// <summary>The bare name, such as <c>varchar</c>.</summary>
    internal required string Name { get; init; }

    /// <summary>The fraction's digits of a time.</summary>
    internal int Precision { get; init; }

    /// <summary>How many characters, or bytes, it has at most, and at least where its values have one length.</summary>
    internal long Length { get; init; }

    /// <summary>Its collation; <see langword="null"/>: it is no text.</summary>
    internal string? Collation { get; init; }

    /// <summary>What its values are.</summary>
    internal MySqlKind Kind { get; init; }

    /// <summary>Whether its texts are documents, as MariaDB's JSON is, and the server knows when two have the same content.</summary>
    internal bool IsJsonText { get; init; }

    /// <summary>Whether <c>=</c> may call two texts equal whose bytes differ.</summary>
    internal bool IsFolding => Collation is { } name && name is not ("binary" or "utf8mb4_0900_bin")
        && !name.EndsWith("_nopad_bin", StringComparison.Ordinal);

    /// <summary>Whether the UTF-8 of a value is what the column keeps, so that the server has nothing to convert.</summary>
    internal bool TakesUtf8 => Kind switch
    {
        MySqlKind.Text => Collation is { } name && name.StartsWith("utf8mb4_", StringComparison.Ordinal),
        MySqlKind.Json or MySqlKind.Uuid or MySqlKind.Other => false,
        _ => true,
    };

    internal override bool IsDocument => Kind == MySqlKind.Json;

    internal override bool IsLoose => false;

    internal override bool IsComparedByValue => true;

    // The bytes of a text decide, not its collation.
    internal override string Compared(string value) => IsFolding ? $"cast({value} as binary)" : value;

    /// <summary>Whether two values have the same content, for SQL: members of documents come in any order.</summary>
    internal string SameContent(string one, string other) => IsJsonText
        ? $"({one} <=> {other} or coalesce(json_equals({one}, {other}), 0))"
        : $"{Compared(one)} <=> {Compared(other)}";

    /// <summary>A value for SQL, as a text for people.</summary>
    internal string TextOf(string value) => Kind switch
    {
        MySqlKind.Bytes => $"concat('0x', hex({value}))",
        MySqlKind.Bit => $"cast({value} + 0 as char)",
        _ => $"cast({value} as char)",
    };

    /// <summary>A value for SQL, as bytes that two values have in common when they are the same.</summary>
    internal string BytesOf(string value) => Kind switch
    {
        MySqlKind.Bytes => value,
        MySqlKind.Float => $"cast({value} + 0e0 as char)", // a float has more digits than its text
        MySqlKind.Bit => $"cast({value} + 0 as char)",
        _ => $"cast({value} as binary)",
    };

    /// <summary>What values of a type are.</summary>
    internal static MySqlKind KindOf(string name) => name switch
    {
        "tinyint" or "smallint" or "mediumint" or "int" or "bigint" or "year" => MySqlKind.Integer,
        "decimal" => MySqlKind.Decimal,
        "float" or "double" => MySqlKind.Float,
        "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" => MySqlKind.Bytes,
        "date" => MySqlKind.Date,
        "datetime" or "timestamp" => MySqlKind.DateTime,
        "time" => MySqlKind.Time,
        "json" => MySqlKind.Json,
        "bit" => MySqlKind.Bit,
        "uuid" => MySqlKind.Uuid,
        _ when Texts.Contains(name) => MySqlKind.Text,
        _ => MySqlKind.Other,
    };
}
