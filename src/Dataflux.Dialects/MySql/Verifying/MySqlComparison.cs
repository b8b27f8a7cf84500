using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Verifying;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>A comparison with a database of MySQL or MariaDB.</summary>
/// <param name="location">The target for people.</param>
/// <param name="database">The database; the target's.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="request">What the comparison is about.</param>
/// <param name="mayLoad">Whether rows may go by LOAD DATA LOCAL, where the server allows it.</param>
internal sealed class MySqlComparison(
    string location, MySqlDatabase database, MySqlBindings bindings, ComparisonRequest request, bool mayLoad)
    : SqlComparison(bindings, request)
{
    // What one connection has kept another one sends: all of them do it the same way.
    private bool _loads = mayLoad;

    public override string Location => location;

    public override TargetCapabilities Capabilities => new() { IsTransactional = true, TimePrecision = MySqlSession.TimePrecision };

    public override Failure Classify(Exception exception) => MySqlFailures.Classify(exception);

    internal override async Task<ComparingConnection> ConnectAsync(CancellationToken cancellation)
    {
        var (connection, sender) = await SessionOpening.OpenAsync(database, _loads, cancellation);
        try
        {
            _loads = sender.Loads;
            await connection.RunAsync(MySqlComparing.ReadOnly, cancellation);
            return new MySqlComparing(connection, sender);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private protected override string FormOf(ComparingConnection connection) => _loads ? "load" : "insert";

    private protected override OwnedKeys OwnedKeysIn(string path, TableBinding binding, IReadOnlyList<string> key, StoredKeys? stored) =>
        new MySqlOwnedKeys(path, binding, key, stored);
}
