using System.Data.Common;
using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>What is worked out once per record type and shared by all sessions of a target.</summary>
/// <param name="looksOnly">Whether nothing is written, so that the right to read is enough.</param>
internal sealed class MySqlBindings(bool looksOnly = false)
    : TableBindings(MySqlFlavour.Instance, CatalogReader.Instance, schema: null, looksOnly)
{
    /// <summary>The types that records have, with their tables.</summary>
    internal IEnumerable<TableBinding> BoundTypes => Bound;

    /// <summary>Where images of changed rows are kept; <see langword="null"/>: they are not.</summary>
    internal ImageStore? Images { get; set; }

    /// <summary>The images of a table's rows; <see langword="null"/>: none are kept.</summary>
    /// <exception cref="Engine.Ground.TargetException">Nothing names its rows, or they cannot be kept.</exception>
    internal async ValueTask<ImageTable?> ImagesOfAsync(TableBinding binding, CancellationToken cancellation) =>
        Images is null || ImageKeyOf(binding.Table) is not { } key ? null : await Images.GetAsync(binding.Table, key, cancellation);

    /// <summary>
    /// The key by which images name the rows of a table: the one by which records are written, or else a unique one without nulls;
    /// <see langword="null"/>: there is none.
    /// </summary>
    internal IReadOnlyList<string>? ImageKeyOf(CatalogTable table)
    {
        var ofRecords = Bound.Concat(Keys).Where(bound => bound.Table.NameText == table.NameText && bound.Key.Count > 0)
            .Select(static bound => bound.Key);
        return ofRecords.Concat(table.UniqueKeys.Select(static key => key.Columns)).FirstOrDefault(
            key => table.HasUniqueKey(key) && key.All(name => table.Column(name) is { NotNull: true, IsGenerated: false }));
    }

    /// <summary>The binding of a type with what makes rows of its records.</summary>
    /// <exception cref="Engine.Ground.TargetException">Something does not fit.</exception>
    internal ValueTask<(TableBinding Binding, RowEncoder<TRecord> Encoder)> GetAsync<TRecord>(
        DbConnection connection, CancellationToken cancellation) =>
        GetAsync(typeof(TRecord), static binding => new RowEncoder<TRecord>(binding), connection, cancellation);

    // Of one form, whatever the server takes: hashes of keys are made of it.
    internal override IRowMaker<TRecord> RowMaker<TRecord>(TableBinding binding) => new RowMaker<TRecord>(binding, loads: false);

    private protected override Task FoundAsync(DbConnection connection, IEnumerable<CatalogTable> tables, CancellationToken cancellation) =>
        Task.CompletedTask;
}
