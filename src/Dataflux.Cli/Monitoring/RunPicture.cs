namespace Dataflux.Cli.Monitoring;

/// <summary>Everything the run's page shows.</summary>
/// <param name="Status">The run now.</param>
/// <param name="Points">The run over time.</param>
/// <param name="FileEntries">The files completed last.</param>
/// <param name="Retries">The last retries.</param>
/// <param name="Log">The last log lines.</param>
internal sealed record RunPicture(
    RunStatus Status,
    IReadOnlyList<ThroughputPoint> Points,
    IReadOnlyList<FileEntry> FileEntries,
    IReadOnlyList<RetryEntry> Retries,
    IReadOnlyList<string> Log);
