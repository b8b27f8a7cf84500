using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Verifying;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>Looks which records would change something, as a writer does before it merges.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class ComparedRows<TRecord>(
    NpgsqlConnection connection, TableBinding binding, MergeRules rules, KeyRounds<TRecord> rounds, string staging, CopyBuffer buffer)
    : IComparedRows<TRecord>
{
    private readonly UnchangedRows<TRecord> _unchanged = new(connection, binding, rules, rounds, staging);
    private readonly RowMaker<TRecord> _kept = new(binding);

    public Task MakeAsync(CancellationToken cancellation) => _unchanged.MakeAsync(cancellation);

    public Task MarkAsync(IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation) =>
        _unchanged.MarkAsync(batch, buffer, transaction, cancellation);

    // The server makes rounds of the places.
    public byte[] Keep(TRecord record, int place) => _kept.Make(record, place, place).ToArray();

    public ValueTask DisposeAsync() => _unchanged.DisposeAsync();
}
