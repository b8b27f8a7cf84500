using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Sessions;
using Dataflux.Dialects.Sql.State;
using Dataflux.Engine.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Sessions;

/// <summary>One writer's session with MySQL.</summary>
internal sealed class MySqlSession(MySqlDatabase database, MySqlBindings bindings, WriterClaim? claim)
    : SqlSession<SessionConnection>(claim)
{
    // What a datetime(6) holds.
    internal static readonly TimeSpan TimePrecision = TimeSpan.FromMicroseconds(1);

    // The server's own settings, a parameter group's or an init_connect's, must not change what rows become. Without autocommit a deadlock
    // that the profile swallows leaves no statement that is committed by itself. READ COMMITTED takes no gap locks, over which writers side
    // by side deadlock. A join is made row by row over the table's index, and locks no other row.
    private const string Settings = """
        set names utf8mb4;
        set session sql_mode = 'TRADITIONAL,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00', autocommit = 0, foreign_key_checks = 1,
          unique_checks = 1, sql_safe_updates = 0, sql_notes = 1, sql_warnings = 0, max_error_count = 64,
          group_concat_max_len = 67108864;
        set session transaction isolation level read committed;
        """;

    private const string OfMariaDb = "set session join_cache_level = 0";
    private const string OfMySql = "set session optimizer_switch = 'block_nested_loop=off'";
    private readonly WriterClaim? _claim = claim;

    /// <summary>Whether rows may go by LOAD DATA LOCAL, where the server allows it.</summary>
    internal bool MayLoad { get; init; } = true;

    private protected override async Task<SessionConnection> OpenAsync(bool isFirst, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            await connection.RunAsync(Settings, cancellation);
            var isMariaDb = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
            await connection.RunAsync(isMariaDb ? OfMariaDb : OfMySql, cancellation);
            var loads = MayLoad && await connection.AskAsync<bool>("select @@global.local_infile", cancellation);
            var packet = await connection.AskAsync<long>("select @@session.max_allowed_packet", cancellation);
            return new(connection, new(connection, loads, packet), isFirst, _claim);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private protected override TransactionTarget TargetOf(SessionConnection connection, CancellationToken cancellation) =>
        new MySqlTransactionTarget(connection, bindings, cancellation);

    // The table is made beside the transaction, which would be committed by that.
    private protected override StateTable StateOf(SessionConnection connection, CancellationToken cancellation) =>
        new(connection.Database, MySqlFlavour.Instance, cancellation) { MakeAsideAsync = RunAsideAsync };

    private protected override Failure Classify(Exception exception) => MySqlFailures.Classify(exception);

    private protected override bool SaysBroken(Exception exception) => false;

    private protected override Exception Swallowed(Exception broken, Exception cause) => cause;

    // A row that was thought new is there already, or does not fit: merging tells which.
    private protected override bool IsDoneAgain(Exception exception, SessionConnection connection) =>
        exception is ServerWarningException or MySqlException { ErrorCode: MySqlErrorCode.DuplicateKeyEntry }
        && connection.Writers.MergesInstead(connection.Transaction);

    private protected override Aftermath After(Failure failure) => failure switch
    {
        _ when MySqlFailuresByNumber.IsReadOnly(failure.Code) => Aftermath.OtherServer,
        { Kind: FailureKind.Transient, Code: null or "1053" or "1079" or "1927" } => Aftermath.Doubtful,
        _ => Aftermath.GoesOn,
    };

    private protected override void ClearPool() => database.ClearPool();

    private async Task<int> RunAsideAsync(string sql)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        return await connection.RunAsync(sql, CancellationToken.None);
    }
}
