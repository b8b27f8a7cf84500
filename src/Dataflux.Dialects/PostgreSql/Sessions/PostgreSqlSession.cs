using System.Runtime.ExceptionServices;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Sessions;
using Dataflux.Dialects.Sql.State;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>One writer's session with PostgreSQL.</summary>
internal sealed class PostgreSqlSession(NpgsqlDataSource source, BindingCache bindings, WriterClaim? claim = null)
    : SqlSession<SessionConnection>(claim)
{
    // Texts that the server casts, or that values are compared by, must be the same on every machine; compiling plans costs more than a
    // batch takes. What an earlier session of the pool left is not this one's.
    internal const string Settings = "discard temp; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; "
        + "set extra_float_digits = 1; set bytea_output = 'hex'; set jit = off";

    // Where commits are not flushed, a crash of the server loses some that it confirmed. What is higher stays as it is.
    private const string Durable = "; select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') "
        + "= 'off'";

    // What a timestamp holds.
    internal static readonly TimeSpan TimePrecision = TimeSpan.FromMicroseconds(1);

    private readonly WriterClaim? _claim = claim;

    private protected override async Task<SessionConnection> OpenAsync(bool isFirst, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await connection.RunAsync(_claim is null ? Settings : Settings + Durable, cancellation);
            return new(connection, isFirst) { Guard = new(connection, bindings.Shapes, _claim) };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private protected override ValueTask ReadyAsync(SessionConnection connection) => connection.KeepImagesAsync(bindings.Images);

    private protected override TransactionTarget TargetOf(SessionConnection connection, CancellationToken cancellation) =>
        new SqlTarget(connection, bindings, cancellation) { Only = Chosen(bindings) };

    private protected override StateTable StateOf(SessionConnection connection, CancellationToken cancellation) =>
        new(connection.Npgsql, PostgreSqlFlavour.Instance, cancellation);

    private protected override Failure Classify(Exception exception) => PostgreSqlFailures.Classify(exception);

    private protected override bool SaysBroken(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.InFailedSqlTransaction };

    private protected override Exception Swallowed(Exception broken, Exception cause)
    {
        // An outage is waited for, whoever swallowed it.
        var failure = PostgreSqlFailures.Classify(cause);
        if (failure.Kind == FailureKind.Transient)
            ExceptionDispatchInfo.Throw(cause);
        var advice = PostgreSqlFailuresAdvice.For(((PostgresException)broken).SqlState);
        return new TargetException($"{advice} What it caught: {failure.Message}", cause);
    }

    // A row that was thought new is there already, or breaks another unique index: merging tells which. Or rows refer to others that are
    // not there: looking for them tells which. Each writer learns either but once.
    private protected override bool IsDoneAgain(Exception exception, SessionConnection connection) =>
        (exception as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => connection.Writers.MergesInstead(connection.Transaction),
            PostgresErrorCodes.ForeignKeyViolation => connection.Writers.LooksForParents(connection.Transaction),
            _ => false,
        };

    private protected override Aftermath After(Failure failure) => failure switch
    {
        { Code: PostgresErrorCodes.ReadOnlySqlTransaction } => Aftermath.OtherServer,
        { Kind: FailureKind.Transient, Code: null } => Aftermath.Doubtful, // not the server's answer
        _ => Aftermath.GoesOn,
    };

    private protected override void ClearPool() => source.Clear();
}
