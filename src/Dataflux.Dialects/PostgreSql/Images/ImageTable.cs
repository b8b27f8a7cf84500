using Dataflux.Dialects.PostgreSql.Ground;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>
/// The table with the images of the rows of one table that one run changes: for each of them its key, the row before as the text of the
/// whole row
/// (nothing: there was none), and a hash of that text as the run left it (nothing: there is no row).
/// </summary>
/// <param name="Id">Its number.</param>
/// <param name="Table">The table whose rows they are.</param>
internal sealed record ImageTable(long Id, TableFacts Table)
{
    /// <summary>What an image is called.</summary>
    internal const string Image = "image";

    /// <summary>It for SQL.</summary>
    internal string Sql => SqlOf(Id);

    /// <summary>The columns of the key.</summary>
    internal string Keys => string.Join(", ", Table.Keys.Select(key => key.Name));

    /// <summary>The table of a number.</summary>
    internal static string SqlOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dataflux.undo_{id}");

    /// <summary>A whole row as text.</summary>
    internal static string TextOf(string row) => $"({row}.*)::text collate \"C\"";

    /// <summary>What tells a row, given as text, from another one.</summary>
    internal static string HashOf(string text) => $"hashtextextended({text}, 0)";

    /// <summary>The key of a row, as its image holds it.</summary>
    internal string KeysOf(string row) => string.Join(", ", Table.Keys.Select(key => $"{key.Of(row)} as {key.Name}"));

    /// <summary>The key's columns of something that has them by the image's names.</summary>
    internal string KeysIn(string row) => string.Join(", ", Table.Keys.Select(key => $"{row}.{key.Name}"));

    /// <summary>Whether an image is that of a row.</summary>
    internal string IsOf(string image, string row) =>
        string.Join(" and ", Table.Keys.Select(key => IsSame($"{image}.{key.Name}", key.Of(row))));

    /// <summary>Whether a row is that of an image.</summary>
    internal string IsIn(string row, string image) =>
        string.Join(" and ", Table.Keys.Select(key => IsSame($"{row}.{Identifier.Quote(key.Column)}", key.In(image))));

    /// <summary>Makes it.</summary>
    internal string Make() => $"""
        create table {Sql} (
          id bigint generated always as identity, {string.Join(", ", Table.Keys.Select(key => $"{key.Name} {key.Type}"))},
          before text collate "C", after bigint);
        create unique index on {Sql} ({Keys}){(Table.NullsAreEqual ? " nulls not distinct" : "")}
        """;

    /// <summary>Whether two things that have the key by the image's names have the same.</summary>
    internal string Same(string one, string other) =>
        string.Join(" and ", Table.Keys.Select(key => IsSame($"{one}.{key.Name}", $"{other}.{key.Name}")));

    private string IsSame(string one, string other) =>
        Table.NullsAreEqual ? $"({one} = {other} or ({one} is null and {other} is null))" : $"{one} = {other}";
}
