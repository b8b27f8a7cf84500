using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>psql.</summary>
internal sealed class PostgreSqlShell : ITargetShell
{
    public string Program => "psql";

    public string Advice => "install PostgreSQL's client programs, or put them on the PATH";

    public Task<ShellSession> OpenAsync(DialectSettings settings, CancellationToken cancellation) =>
        PostgreSqlConnection.From(settings).OpenForPsqlAsync(cancellation);
}
