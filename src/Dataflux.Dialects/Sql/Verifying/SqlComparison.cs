using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>A comparison with a database: nothing of it is written but temporary tables.</summary>
internal abstract class SqlComparison : IComparison
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Type Type, string Rules), (Suspects Suspects, StoredRules Rules)> _suspects = [];
    private readonly Dictionary<string, Suspects> _deletes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeysInDoubt> _doubts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OwnedKeys> _owned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _ownedTables = [];
    private StoredComparison? _stored;
    private string _catalog = "";
    private bool _isPrepared;
    private int _lastPlace;

    /// <param name="bindings">The tables that records go into.</param>
    /// <param name="request">What the comparison is about.</param>
    private protected SqlComparison(TableBindings bindings, ComparisonRequest request) => (Bindings, Request) = (bindings, request);

    internal TableBindings Bindings { get; }

    internal ComparisonRequest Request { get; }

    public abstract string Location { get; }

    public abstract TargetCapabilities Capabilities { get; }

    public bool HasLooseKeys => Bindings.HasLooseKeys;

    public IReadOnlyList<string> NotVerified =>
        [.. _leftOut.OrderBy(static left => left.Key, StringComparer.Ordinal)
            .Select(static left => $"the profile's own SQL ({left.Value:N0} times): {left.Key}")];

    public string? CatalogHash => CatalogText.Hash(Bindings.Tables);

    public async Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        await Bindings.PrepareAsync(connection.Database, recordTypes, cancellation);
        _ownedTables = [.. Request.Owned.Select(TableOf)];
        if (_isPrepared)
            return;
        _catalog = $"{FormOf(connection)} {CatalogText.Hash(Bindings.Tables)}";
        if (Request.GoesOn)
            await RestoreAsync(KeptFile.Read(PathOfStored), recordTypes, connection.Database, cancellation);
        _isPrepared = true;
    }

    public async Task<bool> HasRowsAsync(CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        foreach (var table in Bindings.Tables)
        {
            if (await Bindings.HasRowsAsync(connection.Database, table, cancellation))
                return true;
        }

        return false;
    }

    public void Keep()
    {
        if (!_isPrepared)
            return;
        lock (_gate)
        {
            var suspects = _suspects.Values.Select(static of => of.Suspects.Keep(of.Rules))
                .Concat(_deletes.Values.Select(static of => of.Keep(rules: null)));
            var owned = new Dictionary<string, StoredKeys>(_stored?.Owned ?? new Dictionary<string, StoredKeys>(), StringComparer.Ordinal);
            foreach (var (table, keys) in _owned)
                owned[table] = keys.Keep();
            var stored = new StoredComparison(_catalog, Volatile.Read(ref _lastPlace), _leftOut.ToDictionary(), [.. suspects], owned);
            PrivateFile.Replace(
                PathOfStored, JsonSerializer.SerializeToUtf8Bytes(stored, StoredComparisonJson.Default.StoredComparison));
        }
    }

    public async Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        await Bindings.PrepareDeletesAsync(connection.Database, keyTypes, cancellation);
    }

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        Task.FromResult<ITargetSession>(new ComparingSession(this));

    public async IAsyncEnumerable<Difference> SettleAsync(
        IReadOnlySet<ulong>? keys, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        foreach (var table in _doubts.Keys)
        {
            var records = _suspects.Values.Select(static of => of.Suspects)
                .Where(suspects => suspects.Count > 0 && suspects.Binding.Table.NameText == table)
                .ToList();
            var deletes = _deletes.TryGetValue(table, out var some) && some.Count > 0 ? some : null;
            if (records.Count == 0 && deletes is null)
                continue;
            await foreach (var difference in new TableSettlement(connection, records, deletes).RunAsync(keys, cancellation))
                yield return difference;
        }
    }

    public IReadOnlySet<string>? PartsOf(IReadOnlySet<ulong> keys)
    {
        var files = _suspects.Values.Select(static of => of.Suspects).Concat(_deletes.Values)
            .SelectMany(suspects => suspects.Read(0, 1, keys)).Select(static suspect => suspect.Origin?.Part)
            .ToHashSet(StringComparer.Ordinal);
        return files.Contains(null) ? null : files.OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<TableRows>> FindExtraAsync(Action<Difference> take, CancellationToken cancellation)
    {
        var tables = new List<TableRows>();
        foreach (var table in _ownedTables)
        {
            var binding = Bindings.Binding(table);
            await using var connection = await ConnectAsync(cancellation);
            // of which there may be no record at all
            tables.Add(await OwnedKeysOf(binding, binding.Key)!.FindExtraAsync(connection, take, cancellation));
        }

        return tables;
    }

    public abstract Failure Classify(Exception exception);

    /// <summary>Says that SQL of the profile was not run.</summary>
    internal void LeftOut(string sql)
    {
        var onOneLine = string.Join(' ', sql.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        _leftOut.AddOrUpdate(onOneLine, 1, static (_, times) => times + 1);
    }

    /// <summary>Opens a connection whose transactions are read-only unless they say otherwise.</summary>
    internal abstract Task<ComparingConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>How rows are kept: what another form has kept cannot be read.</summary>
    private protected abstract string FormOf(ComparingConnection connection);

    /// <summary>Makes what keeps the keys of a table that the migration owns.</summary>
    private protected abstract OwnedKeys OwnedKeysIn(string path, TableBinding binding, IReadOnlyList<string> key, StoredKeys? stored);

    /// <summary>Where the suspects of a record type and its rules are, of all sessions.</summary>
    internal Suspects SuspectsOf((Type Type, string Rules) key, TableBinding binding, Upsert rules, StoredSuspects? stored = null)
    {
        lock (_gate)
        {
            if (!_suspects.TryGetValue(key, out var known))
            {
                var asked = Asked(MergeRules.Of(binding, rules));
                var doubts = DoubtsOf(binding);
                doubts.GoBy(binding, asked.Key, areDeleted: false);
                known = (new(
                    PathOf(stored?.File ?? $"suspects-{_suspects.Count + 1}"), binding, asked, doubts, stored), StoredRules.For(rules));
                _suspects.Add(key, known);
            }

            return known.Suspects;
        }
    }

    /// <summary>Where the keys that go from a table are, of all sessions and types.</summary>
    /// <param name="key">The table with the columns of its key alone.</param>
    /// <param name="stored">What an interrupted comparison found.</param>
    internal Suspects DeletesOf(TableBinding key, StoredSuspects? stored = null)
    {
        lock (_gate)
        {
            var doubts = DoubtsOf(key);
            doubts.GoBy(key, key.Key, areDeleted: true);
            if (!_deletes.TryGetValue(key.Table.NameText, out var deletes))
            {
                _deletes.Add(
                    key.Table.NameText,
                    deletes = new(PathOf(stored?.File ?? $"deletes-{_deletes.Count + 1}"), key, new(key.Key, []), doubts, stored));
            }

            return deletes;
        }
    }

    /// <summary>The keys of a table that the migration owns; <see langword="null"/>: it does not.</summary>
    internal OwnedKeys? OwnedKeysOf(TableBinding binding, IReadOnlyList<string> key)
    {
        var table = binding.Table.NameText;
        if (!_ownedTables.Contains(table, StringComparer.Ordinal))
            return null;
        lock (_gate)
        {
            if (!_owned.TryGetValue(table, out var owned))
            {
                var stored = _stored?.Owned.GetValueOrDefault(table);
                var path = PathOf(stored?.File ?? $"owned-{_ownedTables.ToList().IndexOf(table) + 1}");
                _owned.Add(table, owned = OwnedKeysIn(path, binding, key, stored));
            }

            return owned;
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var suspects in _suspects.Values.Select(static of => of.Suspects).Concat(_deletes.Values))
            suspects.Dispose();
        foreach (var owned in _owned.Values)
            owned.Dispose();
        return ValueTask.CompletedTask;
    }

    private string PathOfStored => PathOf("comparison.json");

    private string PathOf(string file) => Path.Combine(Request.Folder, file);

    // Records of a type may all be in files that are done: nothing would bring it up again.
    private async Task RestoreAsync(
        StoredComparison stored, IReadOnlyList<Type> recordTypes, DbConnection connection, CancellationToken cancellation)
    {
        if (stored.Catalog != _catalog)
            throw new ComparisonChangedException("the tables changed");
        _stored = stored;
        _lastPlace = stored.LastPlace;
        foreach (var (sql, times) in stored.LeftOut)
            _leftOut[sql] = times;
        foreach (var suspects in stored.Suspects)
        {
            var type = recordTypes.Select(known => known.Assembly.GetType(suspects.Type)).FirstOrDefault(static found => found is not null)
                ?? throw new ComparisonChangedException($"the type {suspects.Type} is not found");
            if (suspects.Rules is { } rules)
            {
                var upsert = rules.ToUpsert();
                SuspectsOf(
                    (type, MergeRules.Signature(upsert)), await Bindings.GetBindingAsync(type, connection, cancellation), upsert, suspects);
            }
            else
            {
                var key = await Bindings.GetKeyAsync(type, connection, cancellation);
                DeletesOf(key.KeyOnly(key.Key), suspects);
            }
        }
    }

    private KeysInDoubt DoubtsOf(TableBinding binding)
    {
        if (!_doubts.TryGetValue(binding.Table.NameText, out var doubts))
            _doubts.Add(binding.Table.NameText, doubts = new(() => Interlocked.Increment(ref _lastPlace)));
        return doubts;
    }

    // With its schema or without, as in the profile.
    private string TableOf(string owned)
    {
        var tables = Bindings.Tables.Where(table => table.NameText == owned || table.Name == owned).Select(static table => table.NameText)
            .Distinct().ToList();
        return tables.Count == 1 ? tables[0] : throw new TargetException(
            $"'verify: owns' names the table \"{owned}\", but "
            + $"{(tables.Count == 0 ? "no record of the profile goes there" : "there are several")}; the profile writes: "
            + string.Join(", ", Bindings.Tables.Select(static table => table.NameText).Distinct()));
    }

    private MergeRules Asked(MergeRules rules) => Request switch
    {
        { KeysOnly: true } => rules with { Changes = [] },
        { Columns: { } columns } => rules with
        {
            Changes = [.. rules.Changes.Where(change => columns.Contains(change.Column.Name, StringComparer.Ordinal))],
        },
        _ => rules,
    };
}
