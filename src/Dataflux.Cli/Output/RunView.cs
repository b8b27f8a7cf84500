namespace Dataflux.Cli.Output;

/// <summary>How a run is shown; none of it changes the result.</summary>
internal sealed record RunView
{
    /// <summary>How much the screen shows.</summary>
    internal Verbosity Verbosity { get; init; }

    /// <summary>The form of log lines.</summary>
    internal LogFormat LogFormat { get; init; }

    /// <summary>The port of the dashboard; 0: one that is free; <see langword="null"/>: none.</summary>
    internal int? DashboardPort { get; init; }

    /// <summary>The port of the metrics page; 0: one that is free; <see langword="null"/>: no page.</summary>
    internal int? MetricsPort { get; init; }

    /// <summary>The address the metrics page is served at.</summary>
    internal string MetricsHost { get; init; } = "127.0.0.1";
}
