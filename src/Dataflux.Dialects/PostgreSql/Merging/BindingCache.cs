using System.Data.Common;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>What is worked out once per record type and shared by all sessions of a target.</summary>
/// <param name="schema">The schema of all tables, whatever records say; <see langword="null"/>: what they say.</param>
/// <param name="looksOnly">Whether nothing is written, so that the right to read is enough.</param>
internal sealed class BindingCache(string? schema = null, bool looksOnly = false)
    : TableBindings(PostgreSqlFlavour.Instance, CatalogReader.Instance, schema, looksOnly)
{
    /// <summary>What the tables looked like when they were bound.</summary>
    internal TableShapes Shapes { get; } = new();

    /// <summary>What the tables of all types that were bound may refuse of single records.</summary>
    internal IEnumerable<TargetFinding> Cautions =>
        Bound.SelectMany(TableCautions.OfRecords).Concat(Keys.SelectMany(TableCautions.OfDeletes)).Concat(CautionsOfValues);

    /// <summary>What the tables refuse of the records that were looked at.</summary>
    internal List<TargetFinding> CautionsOfValues { get; } = [];

    /// <summary>The tables that SQL of the profile was seen to change, for SQL.</summary>
    internal HashSet<string> SqlTables { get; } = new(StringComparer.Ordinal);

    /// <summary>The rules by which a rehearsal was asked to write, with their tables.</summary>
    internal Dictionary<(Type Type, string Rules), (TableBinding Binding, MergeRules Rules)> Rehearsed { get; } = [];

    /// <summary>Where images of changed rows are kept; <see langword="null"/>: they are not.</summary>
    internal ImageStore? Images { get; set; }

    /// <summary>The images of a table's rows; <see langword="null"/>: none are kept.</summary>
    internal async ValueTask<ImageTable?> ImagesOfAsync(TableBinding binding, CancellationToken cancellation) =>
        Images is null ? null : await Images.GetAsync(binding.Flavour.Quote(binding.Table), cancellation);

    internal override Task PrepareAsync(DbConnection connection, IReadOnlyList<Type> types, CancellationToken cancellation)
    {
        Shapes.Forget();
        return base.PrepareAsync(connection, types, cancellation);
    }

    /// <summary>The binding of a type with what makes rows of its records.</summary>
    /// <exception cref="TargetException">Something does not fit.</exception>
    internal ValueTask<(TableBinding Binding, RowEncoder<TRecord> Encoder)> GetAsync<TRecord>(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        GetAsync(typeof(TRecord), static binding => new RowEncoder<TRecord>(binding), connection, cancellation);

    internal override IRowMaker<TRecord> RowMaker<TRecord>(TableBinding binding) => new RowMaker<TRecord>(binding);

    private protected override Task FoundAsync(DbConnection connection, IEnumerable<CatalogTable> tables, CancellationToken cancellation) =>
        Shapes.AddAsync((NpgsqlConnection)connection, tables, cancellation);
}
