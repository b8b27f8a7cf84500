using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Engine;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The target <c>postgresql</c>.</summary>
/// <param name="source">Makes connections; owned by the target and disposed with it.</param>
/// <param name="location">The target for people; never a secret.</param>
/// <param name="classify">Classifies what the server and the network throw.</param>
public sealed class PostgreSqlTarget(NpgsqlDataSource source, string location, Func<Exception, Failure> classify) : ITargetDialect
{
    private readonly BindingCache _bindings = new();

    /// <inheritdoc/>
    public string Location { get; } = location;

    /// <inheritdoc/>
    public async Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await _bindings.PrepareAsync(connection, recordTypes, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation)
    {
        var session = new PostgreSqlSession(source, _bindings);
        try
        {
            await session.ConnectAsync(cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Failure Classify(Exception exception) => exception switch
    {
        RowValueException row => new(FailureKind.Row, row.Message) { Code = row.SqlState, Column = row.Column, Table = row.Table },
        TargetException target => new(FailureKind.Systemic, target.Message),
        _ => classify(exception),
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();
}
