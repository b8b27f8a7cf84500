using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Finds the records of a batch that refer to rows which are not there, with one question a foreign key instead of trying them one by one:
/// it sends the columns of these keys ahead. Asked only from the first refusal on, until nothing is found any more for a while.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class MissingParents<TRecord> : IAsyncDisposable
{
    // So many batches without a find end the asking: the next refusal costs a batch that is written twice.
    private const int MostInVain = 10;

    private readonly TableBinding _binding;
    private readonly BindingCache _bindings;
    private readonly RowEncoder<TRecord> _encoder;
    private readonly StagingTable _staging;
    private readonly IReadOnlyList<(ForeignKey Key, IndexedStatement Missing)> _keys;

    // What the open transaction has asked about, for keys that are only checked when it is committed.
    private readonly List<(int First, IReadOnlyList<TRecord> Batch)> _asked = [];
    private readonly OrphanSearch _deferred = new();
    private long _askedIn;
    private int _inVain;

    private MissingParents(
        NpgsqlConnection connection, TableBinding binding, IReadOnlyList<ForeignKey> keys, IReadOnlyList<BoundColumn> columns,
        BindingCache bindings, string staging)
    {
        _bindings = bindings;
        _binding = binding;
        _encoder = new(binding with { Columns = columns });
        _staging = new(connection, staging, columns);
        _keys = [.. keys.Select(key => (key, new IndexedStatement(connection, ParentSql.Missing(key, columns, _staging.Sql))))];
    }

    /// <summary>Whether what records refer to is to be asked.</summary>
    internal bool IsAsked { get; private set; }

    /// <summary>Whether rows may refer to others of their table.</summary>
    internal bool AreSiblings => _keys.Any(static key => key.Key.IsToItself);

    /// <summary>What asks for a table's foreign keys; <see langword="null"/> where none can be asked.</summary>
    internal static MissingParents<TRecord>? For(
        NpgsqlConnection connection, TableBinding binding, MergeRules rules, BindingCache bindings, string staging)
    {
        // Where triggers or rules have a say, what is sent is not what is checked.
        var keys = binding.Table.MaySwallow
            ? []
            : binding.Table.ForeignKeys.Where(key => key.CanBeAsked && key.Columns.All(IsWritten) && IsKnown(key)).ToList();
        if (keys.Count == 0)
            return null;
        var names = keys.SelectMany(key => key.IsToItself ? key.Columns.Concat(key.Referenced) : key.Columns)
            .ToHashSet(StringComparer.Ordinal);
        return new(connection, binding, keys, [.. binding.Columns.Where(column => names.Contains(column.Name))], bindings, staging);

        // A rule may leave an existing row its value.
        bool IsWritten(string column) => binding.Column(column) is not null
            && (rules.Key.Contains(column) || rules.Changes.Any(change => change.Column.Name == column && change.Expression is null));
        bool IsKnown(ForeignKey key) => !key.IsToItself || key.Referenced.All(column => binding.Column(column) is not null);
    }

    /// <summary>Begins to ask.</summary>
    /// <returns>Whether it did not ask before.</returns>
    internal bool Begin()
    {
        var begins = !IsAsked;
        (IsAsked, _inVain) = (true, 0);
        return begins;
    }

    /// <summary>Asks about a batch, before it is written.</summary>
    /// <exception cref="RefusedRecordsException">Some records would be refused.</exception>
    internal async Task AskAsync(IReadOnlyList<TRecord> batch, CopyBuffer buffer, long transaction, CancellationToken cancellation)
    {
        if (_askedIn != transaction)
        {
            _asked.Clear();
            _deferred.Clear();
            _askedIn = transaction;
        }

        var first = await _staging.ReserveAsync(transaction, batch.Count, cancellation);
        _asked.Add((first, batch));
        await _staging.SendAsync(_encoder, batch, place => first + place, buffer, cancellation);
        var search = new OrphanSearch();
        foreach (var (key, missing) in _keys)
            await missing.RunAsync(first, row => (key.IsDeferred ? _deferred : search).Add(key, row), cancellation);
        Refuse(search.Find());
    }

    /// <summary>Asks for the parents that were to come with the transaction, before it is committed.</summary>
    /// <exception cref="RefusedRecordsException">They did not come.</exception>
    internal async Task EndAsync(long transaction, CancellationToken cancellation)
    {
        if (_askedIn != transaction)
            return;
        if (!_deferred.IsEmpty)
        {
            var left = new OrphanSearch();
            foreach (var (key, missing) in _keys.Where(key => key.Key.IsDeferred))
                await missing.RunAsync(0, row => left.Add(key, row), cancellation);
            Refuse(_deferred.FindAmong(left));
        }

        if (++_inVain == MostInVain)
            IsAsked = false;
    }

    /// <summary>Tells that the transaction was rolled back.</summary>
    internal void Forget(long transaction) => _staging.Forget(transaction);

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, missing) in _keys)
            await missing.DisposeAsync();
    }

    private void Refuse(IReadOnlyList<(int Number, ForeignKey Key, string Value)> found)
    {
        if (found.Count == 0)
            return;
        _inVain = 0;
        var records = new List<object>(found.Count);
        var failures = new List<Failure>(found.Count);
        foreach (var (number, key, value) in found)
        {
            var (first, batch) = _asked.FindLast(asked => asked.First <= number);
            records.Add(batch[number - first]!);
            failures.Add(Refusal.NoParent(_binding, key, value, _bindings.MayBringParents(key)));
        }

        throw new RefusedRecordsException(records, failures[0]) { Failures = failures };
    }
}
