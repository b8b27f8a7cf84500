using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Cli;

/// <summary>Gives the session that a test has prepared.</summary>
internal sealed class PreparedShell : ITargetShell
{
    internal ShellSession? Session { get; set; }

    public string Program => "shell";

    public string Advice => "install it";

    public Task<ShellSession> OpenAsync(DialectSettings settings, CancellationToken cancellation) =>
        Task.FromResult(Session ?? throw new InvalidOperationException("no session is prepared"));
}
