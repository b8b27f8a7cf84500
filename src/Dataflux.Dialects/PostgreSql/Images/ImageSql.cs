using Dataflux.Dialects.PostgreSql.Ground;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>
/// The parts of a statement that keep the images of the rows it changes. A row that is changed several times in a run has one image: as it
/// was before the
/// first change, and as the last one left it. Where somebody else changed it in between, what that left counts as before.
/// </summary>
internal static class ImageSql
{
    /// <summary>What the text of a row is called.</summary>
    internal const string Before = "\"dataflux before\"";
    private const string After = "\"dataflux after\"";
    private const string Image = ImageTable.Image;

    /// <summary>Whether there is an image of a row as it is: then nobody else changed it, or put it in, since it was looked at.</summary>
    internal static string IsKept(ImageTable images, string row) =>
        $"exists (select from {images.Sql} as {Image} where {images.IsOf(Image, row)} "
        + $"and {Image}.after = {ImageTable.HashOf(ImageTable.TextOf(row))})";

    /// <summary>The key and the hash of a written row.</summary>
    internal static IEnumerable<string> Returned(ImageTable images, string row) =>
        images.Table.Keys.Select(key => $"{key.Of(row)} as {Staged(key)}")
            .Append($"{ImageTable.HashOf(ImageTable.TextOf(row))} as {After}");

    /// <summary>Keeps what became of the rows that a part of the statement has returned.</summary>
    internal static string KeepWritten(ImageTable images, string written) => $"""
        insert into {images.Sql} as {Image} ({images.Keys}, after)
        select {string.Join(", ", images.Table.Keys.Select(Staged))}, {After} from {written}
        on conflict ({images.Keys}) do update set after = excluded.after
        """;

    /// <summary>The key and the text of a row that is about to be changed.</summary>
    internal static string Found(ImageTable images, string row) =>
        string.Join(", ", images.Table.Keys.Select(key => $"{key.Of(row)} as {Staged(key)}")) + $", {ImageTable.TextOf(row)} as {Before}";

    /// <summary>Keeps rows that are locked, and about to be changed: until then they are as they were.</summary>
    internal static string KeepFound(ImageTable images, string found) => $"""
        insert into {images.Sql} as {Image} ({images.Keys}, before, after)
        select {string.Join(", ", images.Table.Keys.Select(Staged))}, {Before}, {ImageTable.HashOf(Before)} from {found}
        on conflict ({images.Keys}) do update
        set before = excluded.before, after = excluded.after where {Image}.after is distinct from excluded.after
        returning 1
        """;

    /// <summary>Keeps rows that the statement deletes.</summary>
    internal static string KeepDeleted(ImageTable images, string gone) => $"""
        insert into {images.Sql} as {Image} ({images.Keys}, before)
        select {string.Join(", ", images.Table.Keys.Select(Staged))}, {Before} from {gone}
        on conflict ({images.Keys}) do update
        set before = case when {Image}.after is distinct from {ImageTable.HashOf("excluded.before")} then excluded.before else {Image}.before end,
            after = null
        """;

    private static string Staged(ImageKey key) => Identifier.Quote($"dataflux {key.Name}");
}
