using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// A session whose transactions are read-only: only temporary tables are written. Used by one task at a time; reconnects after a failure.
/// </summary>
internal sealed class ComparingSession(SqlComparison comparison) : ITargetSession
{
    // No rules are so.
    private const string OfDeletes = "delete";

    private readonly Dictionary<(Type Type, string Rules), ComparerBase> _comparers = [];
    private ComparingConnection? _connection;

    public Func<object, ItemOrigin?> OriginOf { set => Origin = value; }

    internal Func<object, ItemOrigin?> Origin { get; private set; } = static _ => null;

    internal ComparingConnection Connection => _connection!;

    /// <summary>The number of the transaction that is open, or was last.</summary>
    internal long Transaction { get; private set; }

    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        await ConnectAsync(cancellation);
        if (!Connection.EmptiesTables)
            await MakeAsync([.. _comparers.Values.Where(static comparer => comparer.IsFilled)], cancellation);
        while (true)
        {
            var target = new ComparingTarget(this, comparison, cancellation);
            try
            {
                if (await TransactAsync(target, write, cancellation))
                    return target.Counts;
            }
            catch
            {
                await RecoverAsync();
                throw;
            }

            await MakeAsync(target.Unmade, cancellation);
        }
    }

    /// <summary>The comparer of a record type and its rules. One that is new is also put where its staging table is missed.</summary>
    internal async Task<Comparer<TRecord>> ComparerAsync<TRecord>(Upsert rules, List<ComparerBase> unmade, CancellationToken cancellation)
    {
        var key = (typeof(TRecord), MergeRules.Signature(rules));
        if (_comparers.TryGetValue(key, out var known))
            return (Comparer<TRecord>)known;

        var binding = await comparison.Bindings.GetBindingAsync(typeof(TRecord), Connection.Database, cancellation);
        var comparer = new Comparer<TRecord>(
            Connection, comparison, comparison.SuspectsOf(key, binding, rules), _comparers.Count + 1);
        _comparers.Add(key, comparer);
        unmade.Add(comparer);
        return comparer;
    }

    /// <summary>The comparer of a type of keys to delete by. One that is new is also put where its staging table is missed.</summary>
    internal async Task<DeleteComparer<TKey>> DeleteComparerAsync<TKey>(List<ComparerBase> unmade, CancellationToken cancellation)
    {
        var key = (typeof(TKey), Rules: OfDeletes);
        if (_comparers.TryGetValue(key, out var known))
            return (DeleteComparer<TKey>)known;

        var type = await comparison.Bindings.GetKeyAsync(typeof(TKey), Connection.Database, cancellation);
        var binding = type.KeyOnly(type.Key);
        var comparer = new DeleteComparer<TKey>(
            Connection, comparison, binding, comparison.DeletesOf(binding), _comparers.Count + 1);
        _comparers.Add(key, comparer);
        unmade.Add(comparer);
        return comparer;
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    /// <returns>Whether it went through; otherwise staging tables are to be made, and it is done once more.</returns>
    private async Task<bool> TransactAsync(ComparingTarget target, Func<ITarget, Task> write, CancellationToken cancellation)
    {
        Transaction++;
        await using var transaction = await Connection.BeginAsync(cancellation);
        try
        {
            await write(target);
        }
        catch when (target.Unmade.Count > 0)
        {
            // What the profile made of an answer that was none.
        }

        if (target.Unmade.Count > 0)
        {
            await transaction.RollbackAsync(cancellation);
            foreach (var comparer in _comparers.Values)
                comparer.Forget();
            return false;
        }

        await transaction.CommitAsync(cancellation);
        foreach (var comparer in _comparers.Values)
            comparer.Committed();
        return true;
    }

    private async Task MakeAsync(List<ComparerBase> comparers, CancellationToken cancellation)
    {
        if (comparers.Count == 0)
            return;
        await Connection.Database.RunAsync(Connection.BeginMaking, cancellation);
        foreach (var comparer in comparers)
            await comparer.MakeAsync(cancellation);
        await Connection.Database.RunAsync(Connection.EndMaking, cancellation);
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is { IsOpen: true })
            return;
        await DropAsync();
        _connection = await comparison.ConnectAsync(cancellation);
    }

    private async Task RecoverAsync()
    {
        foreach (var comparer in _comparers.Values)
            comparer.Forget();
        if (_connection is not { IsOpen: true })
            await DropAsync();
    }

    private async Task DropAsync()
    {
        foreach (var comparer in _comparers.Values)
            await comparer.DisposeAsync();
        _comparers.Clear();
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
