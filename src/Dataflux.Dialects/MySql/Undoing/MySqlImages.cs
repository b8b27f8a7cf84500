using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Undoing;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Undoing;

/// <summary>The images of runs in the tables <c>dataflux_undo</c> and <c>dataflux_undo_…</c> of the database.</summary>
/// <param name="database">The database.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="open">Opens a session.</param>
internal sealed class MySqlImages(
    MySqlDatabase database, MySqlBindings bindings, Func<CancellationToken, Task<ITargetSession>> open) : IRunImages
{
    public async Task<IReadOnlyList<string>> KeepAsync(string migration, long run, CancellationToken cancellation)
    {
        var images = new ImageStore(database, migration, run);
        foreach (var table in bindings.Tables.DistinctBy(static table => table.NameText).ToList())
        {
            if (bindings.ImageKeyOf(table) is { } key)
                await images.GetAsync(table, key, cancellation);
        }

        bindings.Images?.Dispose();
        bindings.Images = images;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return (await UndoCoverage.OfAsync(connection, bindings, cancellation)).Uncovered;
    }

    public Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellation)
    {
        var leftOut = bindings.Images?.LeftOut ?? [];
        bindings.Images = null;
        return Task.FromResult(leftOut);
    }

    public async Task<long> BytesAsync(string migration, long run, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await ImageList.BytesAsync(connection, migration, run, cancellation);
    }

    public async Task<bool> ForgetAsync(string migration, long run, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await ImageList.ForgetAsync(connection, migration, run, cancellation);
    }

    public async Task<IUndo?> OpenAsync(string migration, long run, bool force, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var listed = await ImageList.ReadAsync(connection, migration, run, cancellation);
        if (listed.Count == 0)
            return null;
        var found = new Dictionary<string, UndoneTable>(StringComparer.Ordinal);
        var keys = new List<ChildKey>();
        foreach (var images in listed)
        {
            var table = await TableAsync(connection, images, run, cancellation);
            var children = await ChildKey.ReadAsync(connection, table.Schema, table.Name, cancellation);
            keys.AddRange(children);
            var kept = new ImageTable(images.Id, table, images.Key);
            found.Add(kept.Relation, new MySqlUndone(
                table.NameText, kept, new(kept, force, children), undoing => new ImageStore(database, migration, undoing)));
        }

        var ordered = UndoOrder.ParentsFirst([.. found.Keys], keys.Select(static key => (key.Parent, key.Child)));
        return new SqlUndo(await open(cancellation), [.. ordered.Select(relation => found[relation])], static ids =>
            "select cast(sum(deleted) as signed) as deleted, cast(sum(restored) as signed) as restored, "
            + $"cast(sum(asbefore) as signed) as asbefore from dataflux_undo where id in ({ids})");
    }

    private static async Task<CatalogTable> TableAsync(
        MySqlConnection connection, ListedImages images, long run, CancellationToken cancellation)
    {
        var found = await CatalogReader.Instance.TablesAsync(connection, [(images.Schema, images.Table)], cancellation);
        if (found[0] is not { Table: var table })
        {
            throw new StateException(
                $"table {images.Table}, which run {run} changed, is not there any more; nothing was undone. 'dataflux forget' frees the "
                + "space of its images");
        }

        var (were, are) = (images.Shape.Split('\n'), ImageStore.ShapeOf(table).Split('\n'));
        if (were.SequenceEqual(are))
            return table;
        throw new StateException(
            $"table {table.NameText} was changed since run {run} (gone: {List(were.Except(are))}; new: {List(are.Except(were))}), so that "
            + "rows kept as they were do not fit it; nothing was undone. Give it the columns back that it had, and undo again");
    }

    private static string List(IEnumerable<string> columns) => string.Join(", ", columns) is { Length: > 0 } text ? text : "nothing";
}
