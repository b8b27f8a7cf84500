using Dataflux.Cli.Output;

namespace Dataflux.Cli.Running;

/// <summary>How a run is shown; none of it changes the result.</summary>
internal sealed record RunView
{
    /// <summary>How much the screen shows.</summary>
    internal Verbosity Verbosity { get; init; }

    /// <summary>The form of log lines.</summary>
    internal LogFormat LogFormat { get; init; }
}
