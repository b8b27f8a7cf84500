using System.Collections.Concurrent;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>What is worked out once per record type and shared by all sessions of a target.</summary>
/// <param name="schema">The schema of all tables, whatever records say; <see langword="null"/>: what they say.</param>
/// <param name="looksOnly">Whether nothing is written, so that the right to read is enough.</param>
internal sealed class BindingCache(string? schema = null, bool looksOnly = false)
{
    private readonly ConcurrentDictionary<Type, (TableBinding Binding, object Encoder)> _bound = new();
    private readonly ConcurrentDictionary<Type, TableBinding> _keys = new();
    private IReadOnlyList<Type> _order = [];

    /// <summary>What the tables looked like when they were bound.</summary>
    internal TableShapes Shapes { get; } = new();

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
        [.. ReferenceNotes.Of([.. _order.Where(_bound.ContainsKey).Select(type => _bound[type].Binding)])];

    /// <summary>What the tables of all types that were bound may refuse of single records.</summary>
    internal IEnumerable<TargetFinding> Cautions =>
        _bound.Values.SelectMany(bound => TableCautions.OfRecords(bound.Binding)).Concat(_keys.Values.SelectMany(TableCautions.OfDeletes))
            .Concat(CautionsOfValues);

    /// <summary>What the tables refuse of the records that were looked at.</summary>
    internal List<TargetFinding> CautionsOfValues { get; } = [];

    /// <summary>Whether the profile may write tables that are not bound yet.</summary>
    internal bool WritesOthers { get; set; }

    /// <summary>The tables that SQL of the profile was seen to change, for SQL.</summary>
    internal HashSet<string> SqlTables { get; } = new(StringComparer.Ordinal);

    /// <summary>The rules by which a rehearsal was asked to write, with their tables.</summary>
    internal Dictionary<(Type Type, string Rules), (TableBinding Binding, MergeRules Rules)> Rehearsed { get; } = [];

    /// <summary>Whether the profile has run SQL of its own since the types were prepared.</summary>
    internal bool RanSql { get; set; }

    /// <summary>Where images of changed rows are kept; <see langword="null"/>: they are not.</summary>
    internal ImageStore? Images { get; set; }

    /// <summary>The images of a table's rows; <see langword="null"/>: none are kept.</summary>
    internal async ValueTask<ImageTable?> ImagesOfAsync(TableBinding binding, CancellationToken cancellation) =>
        Images is null ? null : await Images.GetAsync(Identifier.Quote(binding.Table.Schema, binding.Table.Name), cancellation);

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
        _bound.Values.Select(bound => bound.Binding).Concat(_keys.Values).Select(binding => binding.Table);

    /// <summary>The binding of the first type that goes into a table.</summary>
    internal TableBinding Binding(string table) =>
        _order.Select(type => _bound[type].Binding).First(binding => binding.Table.NameText == table);

    /// <summary>Checks record types against the catalog, in full.</summary>
    /// <exception cref="TargetException">Something does not fit; a line for each finding.</exception>
    internal async Task PrepareAsync(NpgsqlConnection connection, IReadOnlyList<Type> types, CancellationToken cancellation)
    {
        _order = [.. types];
        RanSql = false; // by onStart
        Shapes.Forget();
        await BindAsync(connection, types, complete: true, cancellation);
        foreach (var type in types)
        {
            var (binding, _) = _bound[type];
            if (binding.IsCopied && await IsEmptyAsync(connection, binding.Table, cancellation))
                _bound[type] = (binding with { TakesNewRows = true }, NoEncoder);
        }

        // Asked for each group of records.
        HasLooseKeys = types.Select(type => _bound[type].Binding).Any(binding => binding.IsLoose(binding.Key));
    }

    /// <summary>The binding of a type; one that was not prepared is bound now, its key and rights left to its rules.</summary>
    /// <exception cref="TargetException">Something does not fit.</exception>
    internal async ValueTask<(TableBinding Binding, RowEncoder<TRecord> Encoder)> GetAsync<TRecord>(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (!_bound.TryGetValue(typeof(TRecord), out var found))
        {
            await BindAsync(connection, [typeof(TRecord)], complete: false, cancellation);
            found = _bound[typeof(TRecord)];
        }

        if (found.Encoder is not RowEncoder<TRecord> encoder)
        {
            encoder = new(found.Binding);
            _bound[typeof(TRecord)] = (found.Binding, encoder);
        }

        return (found.Binding, encoder);
    }

    /// <summary>The binding of a type, where nothing is to be encoded; see <see cref="GetAsync"/>.</summary>
    /// <exception cref="TargetException">Something does not fit.</exception>
    internal async ValueTask<TableBinding> GetBindingAsync(Type type, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (!_bound.ContainsKey(type))
            await BindAsync(connection, [type], complete: false, cancellation);
        return _bound[type].Binding;
    }

    /// <summary>The binding of a type's key alone, to delete by.</summary>
    /// <exception cref="TargetException">The type has no key, or its key does not fit the table.</exception>
    internal async ValueTask<TableBinding> GetKeyAsync(Type type, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_keys.TryGetValue(type, out var known))
            return known;

        await PrepareDeletesAsync(connection, [type], cancellation);
        return _keys[type];
    }

    /// <summary>Checks the types by whose keys records are deleted, and the right to delete them.</summary>
    internal async Task PrepareDeletesAsync(NpgsqlConnection connection, IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
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

    private async Task BindAsync(NpgsqlConnection connection, IReadOnlyList<Type> types, bool complete, CancellationToken cancellation)
    {
        var findings = await BindAsync(connection, [.. types.Select(MappingOf)], (binder, lookup, i) =>
        {
            if (binder.Bind(lookup, complete) is { } binding)
                _bound[types[i]] = (binding, NoEncoder);
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
        NpgsqlConnection connection, List<RecordMapping> mappings, Action<TableBinder, TableLookup, int> bind,
        CancellationToken cancellation)
    {
        var lookups = await CatalogReader.TablesAsync(connection, [.. mappings.Select(m => (m.Schema, m.Table))], cancellation);
        await Shapes.AddAsync(connection, lookups.OfType<TableLookup>().Select(lookup => lookup.Table), cancellation);
        var tables = lookups.Contains(null) ? await CatalogReader.NamesAsync(connection, cancellation) : [];
        var findings = new List<TargetFinding>();
        for (var i = 0; i < mappings.Count; i++)
        {
            var found = new FindingList(mappings[i].Type);
            var binder = new TableBinder(mappings[i], found) { LooksOnly = looksOnly };
            if (lookups[i] is { } lookup)
                bind(binder, lookup, i);
            else
                binder.Missing(tables);

            findings.AddRange(found.All);
        }

        return findings;
    }

    private static async Task<bool> IsEmptyAsync(NpgsqlConnection connection, CatalogTable table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select not exists (select from {Identifier.Quote(table.Schema, table.Name)})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    // Encoders are made when a session first needs them, where the record type is known at compile time.
    private static readonly object NoEncoder = new();
}
