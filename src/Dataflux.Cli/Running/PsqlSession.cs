namespace Dataflux.Cli.Running;

/// <summary>How psql reaches a target's database.</summary>
/// <param name="Program">The program, a path or a name.</param>
/// <param name="Arguments">What comes before the user's own arguments.</param>
/// <param name="Environment">Variables to set, such as PGHOST; a password belongs here, never into the arguments.</param>
internal sealed record PsqlSession(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) : IAsyncDisposable
{
    /// <summary>What must stay open meanwhile, such as an embedded server.</summary>
    internal IAsyncDisposable? Owner { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Owner?.DisposeAsync() ?? ValueTask.CompletedTask;
}
