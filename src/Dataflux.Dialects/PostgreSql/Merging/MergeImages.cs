using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Keeps the images of the rows that merges change. A merge updates only rows that have an image, and an image is made of a locked row:
/// what another session
/// writes a moment before is never taken for what was there before. Rows that came meanwhile the merge leaves out, and takes at its second
/// go.
/// </summary>
internal sealed class MergeImages : IAsyncDisposable
{
    private readonly IndexedStatement? _keep;

    // Where mostly new rows come, the merge finds out cheaper than a look at the table whether some are there.
    private bool _keepsFirst;

    private MergeImages(IndexedStatement? keep, bool keepsFirst) => (_keep, _keepsFirst) = (keep, keepsFirst);

    /// <summary>What keeps the images of a table's rows; <see langword="null"/>: they are not kept.</summary>
    /// <exception cref="TargetException">The rules change the key by which images name rows.</exception>
    internal static MergeImages? For(
        NpgsqlConnection connection, MergeSql sql, TableBinding binding, MergeRules rules, string staging, ImageTable? images)
    {
        if (images is null)
            return null;
        if (RenamedRows.Of(binding, rules, images.Table) is { } found)
            throw new TargetException(found.Message) { Findings = [found] };
        return new(sql.KeepChanging(staging) is { } keep ? new(connection, keep) : null, keepsFirst: !binding.TakesNewRows);
    }

    /// <summary>Keeps the images of the rows that a round will change, where such rows are to be expected.</summary>
    internal async Task BeginAsync(int round, CancellationToken cancellation)
    {
        if (_keepsFirst)
            await KeepAsync(round, cancellation);
    }

    /// <summary>Keeps the images of rows that a merge has left out.</summary>
    /// <returns>Whether there were any, so that the merge is to be done again.</returns>
    internal async Task<bool> GoOnAsync(int round, CancellationToken cancellation) => await KeepAsync(round, cancellation) > 0;

    /// <summary>Learns from a batch what the next one will be like.</summary>
    internal void Learn(long inserted, long updated) => _keepsFirst = inserted + updated == 0 ? _keepsFirst : updated > 0;

    public ValueTask DisposeAsync() => _keep?.DisposeAsync() ?? default;

    private async Task<long> KeepAsync(int round, CancellationToken cancellation)
    {
        long kept = 0;
        await (_keep?.RunAsync(round, row => kept = row.GetInt64(0), cancellation) ?? Task.CompletedTask);
        return kept;
    }
}
