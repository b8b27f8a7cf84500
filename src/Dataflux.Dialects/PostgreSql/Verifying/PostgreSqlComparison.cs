using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Sessions;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Verifying;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>A comparison with a database of PostgreSQL.</summary>
internal sealed class PostgreSqlComparison(
    PostgreSqlDatabase database, BindingCache bindings, Func<Exception, Failure> classify, ComparisonRequest request)
    : SqlComparison(bindings, request)
{
    private const string Settings = $"{PostgreSqlSession.Settings}; set default_transaction_read_only = on";

    public override string Location => database.Location;

    public override TargetCapabilities Capabilities =>
        new() { IsTransactional = true, TimePrecision = PostgreSqlSession.TimePrecision };

    public override Failure Classify(Exception exception) => classify(exception);

    internal override async Task<ComparingConnection> ConnectAsync(CancellationToken cancellation) =>
        new PostgreSqlComparing(await database.ConnectAsync(Settings, cancellation));

    private protected override string FormOf(ComparingConnection connection) => "copy";

    private protected override OwnedKeys OwnedKeysIn(string path, TableBinding binding, IReadOnlyList<string> key, StoredKeys? stored) =>
        new PostgreSqlOwnedKeys(path, binding, key, stored);
}
