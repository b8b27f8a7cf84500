using Dataflux.Dialects.PostgreSql.Embedded;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>How psql reaches a database; a private server runs until this is disposed.</summary>
/// <param name="Program">The program, a path or a name.</param>
/// <param name="Arguments">What comes before the user's own arguments.</param>
/// <param name="Environment">Variables to set; a password is here, never in the arguments.</param>
/// <param name="Server">The private server, where there is one.</param>
public sealed record PsqlAccess(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, EmbeddedServer? Server) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
