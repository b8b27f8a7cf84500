namespace Dataflux.Engine.Settings;

/// <summary>How a program reaches a target.</summary>
/// <param name="Program">The program, a path or a name.</param>
/// <param name="Arguments">What comes before the user's own arguments.</param>
/// <param name="Environment">Variables to set; a password belongs here, never into the arguments.</param>
public sealed record ShellSession(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) : IAsyncDisposable
{
    /// <summary>What must stay open meanwhile, such as a private server.</summary>
    public IAsyncDisposable? Owner { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Owner?.DisposeAsync() ?? ValueTask.CompletedTask;
}
