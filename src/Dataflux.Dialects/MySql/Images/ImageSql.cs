using Dataflux.Dialects.MySql.Ground;

namespace Dataflux.Dialects.MySql.Images;

/// <summary>
/// The statements that keep the images of the rows that others change. A row that is changed several times in a run has one image: as it
/// was before the first change, and as the last one left it. Where somebody else changed it in between, what that left counts as before.
/// </summary>
internal static class ImageSql
{
    private const string Image = ImageTable.Image;

    /// <summary>Keeps rows that are locked, and about to be changed: until then they are as they were.</summary>
    /// <param name="images">The images.</param>
    /// <param name="row">What a row of the table is called.</param>
    /// <param name="rows">Where the rows come from, with the condition.</param>
    internal static string KeepFound(ImageTable images, string row, string rows)
    {
        var (table, before) = (images.Sql, images.BeforeNames.ToList());
        var isAsLeft = $"{table}.{ImageTable.After} <=> values({ImageTable.After})";
        var changes = before.Append(ImageTable.Had).Select(name => $"{table}.{name} = if({isAsLeft}, {table}.{name}, values({name}))");
        return $"insert into {table} ({Names(images, before)}) select {Found(images, row, isTouched: true)} from {rows} "
            + $"on duplicate key update {string.Join(", ", changes)}, {table}.{ImageTable.After} = values({ImageTable.After}), "
            + $"{table}.{ImageTable.Touched} = 1";
    }

    /// <summary>Keeps that there is no row yet.</summary>
    /// <param name="images">The images.</param>
    /// <param name="incoming">What the incoming row is called.</param>
    /// <param name="rows">Where the incoming rows come from, with the condition.</param>
    internal static string KeepMissing(ImageTable images, string incoming, string rows)
    {
        var keys = images.Key.Select(name => $"{incoming}.{Backtick.Quote(name)}");
        return $"insert into {images.Sql} ({ImageTable.RowKey}, {string.Join(", ", images.KeyNames)}, {ImageTable.Had}, "
            + $"{ImageTable.Touched}) select {images.KeyOf(incoming)}, {string.Join(", ", keys)}, 0, 1 from {rows} "
            + $"on duplicate key update {images.Sql}.{ImageTable.Touched} = 1";
    }

    /// <summary>Keeps what became of rows, or that they are about to go.</summary>
    /// <param name="images">The images.</param>
    /// <param name="row">What a row of the table is called.</param>
    /// <param name="rows">Where the rows come from.</param>
    /// <param name="condition">Which of them.</param>
    /// <param name="go">Whether they go.</param>
    internal static string KeepWritten(ImageTable images, string row, string rows, string condition, bool go) =>
        $"update {rows} straight_join {images.Sql} as {Image} on {Image}.{ImageTable.RowKey} = {images.KeyOf(row)} "
        + $"set {Image}.{ImageTable.After} = {(go ? "null" : images.HashOf(row))}, {Image}.{ImageTable.Touched} = 0 "
        + $"where {condition} and {Image}.{ImageTable.Touched} = 1";

    /// <summary>Keeps rows that an undo is about to change, as they are; an image that is there stays.</summary>
    internal static string KeepUndone(ImageTable images, string row, string rows)
    {
        var names = Names(images, [.. images.BeforeNames]);
        return $"insert into {images.Sql} ({names}) select {Found(images, row, isTouched: false)} from {rows} "
            + $"on duplicate key update {images.Sql}.{ImageTable.After} = values({ImageTable.After})";
    }

    private static string Names(ImageTable images, IReadOnlyList<string> before) =>
        $"{ImageTable.RowKey}, {string.Join(", ", images.KeyNames.Concat(before))}, {ImageTable.Had}, {ImageTable.After}, "
        + ImageTable.Touched;

    private static string Found(ImageTable images, string row, bool isTouched)
    {
        var columns = images.Key.Concat(images.Columns.Select(static column => column.Name))
            .Select(name => $"{row}.{Backtick.Quote(name)}");
        return $"{images.KeyOf(row)}, {string.Join(", ", columns)}, 1, {images.HashOf(row)}, {(isTouched ? 1 : 0)}";
    }
}
