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

    private readonly WriterClaim? _claim = claim;

    /// <summary>Whether rows may go by LOAD DATA LOCAL, where the server allows it.</summary>
    internal bool MayLoad { get; init; } = true;

    private protected override async Task<SessionConnection> OpenAsync(bool isFirst, CancellationToken cancellation)
    {
        var (connection, sender) = await SessionOpening.OpenAsync(database, MayLoad, cancellation);
        return new(connection, sender, isFirst, _claim);
    }

    private protected override ValueTask ReadyAsync(SessionConnection connection) => connection.KeepImagesAsync(bindings.Images);

    private protected override TransactionTarget TargetOf(SessionConnection connection, CancellationToken cancellation) =>
        new MySqlTransactionTarget(connection, bindings, cancellation) { Only = Chosen(bindings) };

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
