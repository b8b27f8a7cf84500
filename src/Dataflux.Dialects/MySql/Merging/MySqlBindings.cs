using System.Data.Common;
using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>What is worked out once per record type and shared by all sessions of a target.</summary>
/// <param name="looksOnly">Whether nothing is written, so that the right to read is enough.</param>
internal sealed class MySqlBindings(bool looksOnly = false)
    : TableBindings(MySqlFlavour.Instance, CatalogReader.Instance, schema: null, looksOnly)
{
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
