using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Undoing;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>The images of runs in the schema <c>dataflux</c>.</summary>
/// <param name="database">The database.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="open">Opens a session.</param>
internal sealed class PostgreSqlImages(
    PostgreSqlDatabase database, BindingCache bindings, Func<CancellationToken, Task<ITargetSession>> open) : IRunImages
{
    public async Task<IReadOnlyList<string>> KeepAsync(string migration, long run, CancellationToken cancellation)
    {
        var connections = await database.OpenAsync(cancellation);
        var images = new ImageStore(connections, migration, run);
        foreach (var table in bindings.Tables.ToList())
            await images.GetAsync(Identifier.Quote(table.Schema, table.Name), cancellation);
        await DropTriggersAsync(migration, cancellation);
        bindings.Images = images;
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        return (await UndoCoverage.OfAsync(connection, bindings, cancellation)).Uncovered;
    }

    public async Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellation)
    {
        if (bindings.Images is not { } images)
            return [];
        bindings.Images = null;
        await DropTriggersAsync(images.Migration, cancellation);
        return images.LeftOut;
    }

    public async Task<long> BytesAsync(string migration, long run, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        return await ImageList.BytesAsync(connection, migration, run, cancellation);
    }

    public async Task<bool> ForgetAsync(string migration, long run, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        return await ImageList.ForgetAsync(connection, migration, run, cancellation);
    }

    public async Task<IUndo?> OpenAsync(string migration, long run, bool force, CancellationToken cancellation)
    {
        var connections = await database.OpenAsync(cancellation);
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        var listed = await ImageList.ReadAsync(connection, migration, run, cancellation);
        if (listed.Count == 0)
            return null;
        var found = new Dictionary<string, ImageTable>(StringComparer.Ordinal);
        foreach (var images in listed)
            found.Add(images.Relation, new(images.Id, await FactsAsync(connection, images, run, cancellation)));
        var keys = await ChildKey.ReadAsync(connection, [.. found.Keys], cancellation);
        var tables = UndoOrder.ParentsFirst([.. found.Keys], keys.Select(static key => (key.Parent, key.Child)))
            .Select(relation => new PostgreSqlUndone(
                TextOf(relation), found[relation], new(found[relation], force, [.. keys.Where(key => key.Parent == relation)]),
                undoing => new ImageStore(connections, migration, undoing)));
        return new SqlUndo(await open(cancellation), [.. tables], static ids =>
            "select sum(deleted)::bigint as deleted, sum(restored)::bigint as restored, sum(asbefore)::bigint as asbefore "
            + $"from dataflux.undo where id in ({ids})");
    }

    // In a transaction like a batch: a process that is not the writer any more must not take the triggers of the one that is.
    private async Task DropTriggersAsync(string migration, CancellationToken cancellation)
    {
        await using var session = await open(cancellation);
        await session.WriteAsync(
            async target =>
            {
                var sql = (ISqlTarget)target;
                if (!(await sql.Query<bool>(ImageList.IsThere))[0])
                    return;
                foreach (var id in await sql.Query<long>(UndoTrigger.Left, migration))
                    await sql.Execute(UndoTrigger.Drop(id));
            },
            cancellation);
    }

    private static async Task<TableFacts> FactsAsync(
        NpgsqlConnection connection, ListedImages images, long run, CancellationToken cancellation)
    {
        if (await TableFacts.ReadAsync(connection, images.Relation, cancellation) is not { } table)
        {
            throw new StateException(
                $"table {TextOf(images.Relation)}, which run {run} changed, is not there any more; nothing was undone. 'dataflux forget' "
                + "frees the space of its images");
        }

        if (table.Fits(images.Key, images.Shape))
            return table;
        var (gone, added) = (images.Shape.Except(table.Shape).ToList(), table.Shape.Except(images.Shape).ToList());
        var change = gone.Count + added.Count == 0
            ? $"its key was ({Identifier.List(images.Key)}) and is ({Identifier.List(table.KeyColumns)}), or its columns come in "
                + "another order"
            : $"gone: {List(gone)}; new: {List(added)}";
        throw new StateException(
            $"table {TextOf(images.Relation)} was changed since run {run} ({change}), so that rows kept as they were do not fit it; "
            + "nothing was undone. Give it the columns and the key back that it had, and undo again");
    }

    private static string List(List<string> facts) => facts.Count == 0 ? "nothing" : string.Join(", ", facts);

    private static string TextOf(string relation) =>
        relation.Replace("\"public\".", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
}
