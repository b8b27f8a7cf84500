using Dataflux.Dialects.PostgreSql.Ground;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>A column of the key by which images name the rows of a table.</summary>
/// <param name="Column">The table's column.</param>
/// <param name="Name">The image's column.</param>
/// <param name="Type">The image's type, collation included.</param>
/// <param name="Cast">The table's type where images hold its text, so that no type of the database is tied to them; <see langword="null"/>:
/// they hold the value.</param>
internal sealed record ImageKey(string Column, string Name, string Type, string? Cast)
{
    /// <summary>What a row of the table has, as its image holds it.</summary>
    internal string Of(string row) => $"{row}.{Identifier.Quote(Column)}" + (Cast is null ? "" : "::text collate \"C\"");

    /// <summary>What an image has, as the table holds it.</summary>
    internal string In(string image) => $"{image}.{Name}" + (Cast is null ? "" : $"::{Cast}");
}
