using System.Collections.Concurrent;
using System.Data.Common;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Sql.Binding;

/// <summary>The tables of record types, worked out once and shared by all sessions of a target.</summary>
/// <param name="flavour">The database's SQL.</param>
/// <param name="catalog">Reads its catalog.</param>
/// <param name="schema">The schema of all tables, whatever records say; <see langword="null"/>: what they say.</param>
/// <param name="looksOnly">Whether nothing is written, so that the right to read is enough.</param>
internal abstract class TableBindings(ISqlFlavour flavour, ISqlCatalog catalog, string? schema, bool looksOnly)
{
    private readonly ConcurrentDictionary<Type, TableBinding> _bound = new();
    private readonly ConcurrentDictionary<Type, TableBinding> _keys = new();

    // Made when a session first needs them, where the record type is known at compile time.
    private readonly ConcurrentDictionary<TableBinding, object> _encoders = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<Type> _order = [];

    /// <summary>The place of a record type in the order of writing; types nobody declared come last.</summary>
    internal int PlaceOf(Type type)
    {
        for (var i = 0; i < _order.Count; i++)
        {
            if (_order[i] == type)
                return i;
        }

        return int.MaxValue;
    }

    /// <summary>Whether a type that was prepared has a loose key, see <see cref="TableBinding.IsLoose"/>.</summary>
    internal bool HasLooseKeys { get; private set; }

    /// <summary>
    /// Whether the order in which records come may have the server refuse some: their tables refer to rows, or others to theirs.
    /// </summary>
    internal bool HasReferences => Tables.Any(table => table.IsReferenced || table.ForeignKeys.Count > 0);

    /// <summary>What the foreign keys of the prepared types mean for an export.</summary>
    internal IReadOnlyList<string> References =>
        [.. ReferenceNotes.Of([.. _order.Where(_bound.ContainsKey).Select(type => _bound[type])])];

    /// <summary>Whether the profile may write tables that are not bound yet.</summary>
    internal bool WritesOthers { get; set; }

    /// <summary>Whether the profile has run SQL of its own since the types were prepared.</summary>
    internal bool RanSql { get; set; }

    /// <summary>
    /// Whether rows may come that a foreign key refers to: the profile writes its table, or may do so by its SQL or by triggers.
    /// </summary>
    internal bool MayBringParents(ForeignKey key) => WritesOthers || RanSql
        || Tables.Any(known => known.MaySwallow || (known.Schema == key.Schema && known.Name == key.Table));

    /// <summary>The foreign key of that name; <see langword="null"/>: no table that was bound has it.</summary>
    internal ForeignKey? ForeignKey(string? table, string? constraint) =>
        Tables.Where(known => known.NameText == table).SelectMany(known => known.ForeignKeys).FirstOrDefault(key => key.Name == constraint);

    /// <summary>Whether records are deleted from a table.</summary>
    internal bool Deletes(CatalogTable table) => _keys.Values.Any(key => key.Table.Schema == table.Schema && key.Table.Name == table.Name);

    /// <summary>The tables of all types that were bound.</summary>
    internal IEnumerable<CatalogTable> Tables =>
        _bound.Values.Concat(_keys.Values).Select(binding => binding.Table);

    /// <summary>The binding of the first type that goes into a table.</summary>
    internal TableBinding Binding(string table) =>
        _order.Select(type => _bound[type]).First(binding => binding.Table.NameText == table);

    /// <summary>The bindings of the types that records have.</summary>
    private protected IEnumerable<TableBinding> Bound => _bound.Values;

    /// <summary>The bindings of the types by whose keys records are deleted.</summary>
    private protected IEnumerable<TableBinding> Keys => _keys.Values;

    /// <summary>Checks record types against the catalog, in full.</summary>
    /// <exception cref="TargetException">Something does not fit; a line for each finding.</exception>
    internal virtual async Task PrepareAsync(DbConnection connection, IReadOnlyList<Type> types, CancellationToken cancellation)
    {
        _order = [.. types];
        RanSql = false; // by onStart
        _encoders.Clear();
        await BindAsync(connection, types, complete: true, cancellation);
        foreach (var type in types)
        {
            var binding = _bound[type];
            if (binding.IsCopied && !await HasRowsAsync(connection, binding.Table, cancellation))
                _bound[type] = binding with { TakesNewRows = true };
        }

        // Asked for each group of records.
        HasLooseKeys = types.Select(type => _bound[type]).Any(binding => binding.IsLoose(binding.Key));
    }

    /// <summary>The binding of a type; one that was not prepared is bound now, its key and rights left to its rules.</summary>
    /// <exception cref="TargetException">Something does not fit.</exception>
    internal async ValueTask<TableBinding> GetBindingAsync(Type type, DbConnection connection, CancellationToken cancellation)
    {
        if (!_bound.ContainsKey(type))
            await BindAsync(connection, [type], complete: false, cancellation);
        return _bound[type];
    }

    /// <summary>The binding of a type with what makes rows of its records.</summary>
    /// <param name="type">The record type.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="connection">Asks for what was not bound yet.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">Something does not fit.</exception>
    private protected async ValueTask<(TableBinding Binding, TEncoder Encoder)> GetAsync<TEncoder>(
        Type type, Func<TableBinding, TEncoder> make, DbConnection connection, CancellationToken cancellation)
        where TEncoder : class
    {
        var binding = await GetBindingAsync(type, connection, cancellation);
        return (binding, (TEncoder)_encoders.GetOrAdd(binding, make));
    }

    /// <summary>Whether a table has rows.</summary>
    internal Task<bool> HasRowsAsync(DbConnection connection, CatalogTable table, CancellationToken cancellation) =>
        connection.AskAsync<bool>($"select exists (select 1 from {flavour.Quote(table)})", cancellation);

    /// <summary>Makes rows of records, always the same of the same record.</summary>
    internal abstract IRowMaker<TRecord> RowMaker<TRecord>(TableBinding binding);

    /// <summary>The binding of a type's key alone, to delete by.</summary>
    /// <exception cref="TargetException">The type has no key, or its key does not fit the table.</exception>
    internal async ValueTask<TableBinding> GetKeyAsync(Type type, DbConnection connection, CancellationToken cancellation)
    {
        if (_keys.TryGetValue(type, out var known))
            return known;

        await PrepareDeletesAsync(connection, [type], cancellation);
        return _keys[type];
    }

    /// <summary>Checks the types by whose keys records are deleted, and the right to delete them.</summary>
    internal async Task PrepareDeletesAsync(DbConnection connection, IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
    {
        var mappings = keyTypes.Select(MappingOf).Select(m => m with { Members = [.. m.Members.Where(member => member.IsKey)] }).ToList();
        var findings = await BindAsync(connection, mappings, (binder, lookup, i) =>
        {
            if (binder.BindKey(lookup) is { } binding)
                _keys[keyTypes[i]] = binding;
        }, cancellation);
        if (findings.Count > 0)
        {
            throw new TargetException(
                $"records cannot be deleted by {string.Join(", ", keyTypes.Select(type => type.Name))}:" + FindingList.Lines(findings))
            {
                Findings = findings,
            };
        }
    }

    /// <summary>Takes tables down that were found, before record types are bound to them.</summary>
    private protected abstract Task FoundAsync(DbConnection connection, IEnumerable<CatalogTable> tables, CancellationToken cancellation);

    private async Task BindAsync(DbConnection connection, IReadOnlyList<Type> types, bool complete, CancellationToken cancellation)
    {
        var findings = await BindAsync(connection, [.. types.Select(MappingOf)], (binder, lookup, i) =>
        {
            if (binder.Bind(lookup, complete) is { } binding)
                _bound[types[i]] = binding;
        }, cancellation);
        if (findings.Count > 0)
        {
            var count = findings.Select(finding => finding.Message).Distinct().Count();
            throw new TargetException(
                $"the profile's records do not fit the tables of the target ({count} {(count == 1 ? "finding" : "findings")}):"
                + FindingList.Lines(findings))
            {
                Findings = findings,
            };
        }
    }

    private RecordMapping MappingOf(Type type)
    {
        var mapping = RecordMapping.Of(type);
        return schema is null ? mapping : mapping with { Schema = schema };
    }

    // Looks all tables up at once; what is found is gathered over all of them.
    private async Task<List<TargetFinding>> BindAsync(
        DbConnection connection, List<RecordMapping> mappings, Action<TableBinder, TableLookup, int> bind,
        CancellationToken cancellation)
    {
        var lookups = await catalog.TablesAsync(connection, [.. mappings.Select(m => (m.Schema, m.Table))], cancellation);
        await FoundAsync(connection, lookups.OfType<TableLookup>().Select(lookup => lookup.Table), cancellation);
        var tables = lookups.Contains(null) ? await catalog.NamesAsync(connection, cancellation) : [];
        var findings = new List<TargetFinding>();
        for (var i = 0; i < mappings.Count; i++)
        {
            var found = new FindingList(mappings[i].Type);
            var binder = new TableBinder(flavour, mappings[i], found) { LooksOnly = looksOnly };
            if (lookups[i] is { } lookup)
                bind(binder, lookup, i);
            else
                binder.Missing(tables);

            findings.AddRange(found.All);
        }

        return findings;
    }
}
