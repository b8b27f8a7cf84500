namespace Dataflux.Engine.Targets;

/// <summary>A run as an <see cref="IPublication"/> needs to know it.</summary>
/// <param name="Migration">The migration's name.</param>
/// <param name="Time">The time the export shows the table at: when items were written that do not say so themselves.</param>
/// <param name="Done">
/// The parts that are done, or partitions where rows are grouped across parts, with the position up to which; <see langword="null"/>: to
/// the end.
/// </param>
/// <param name="Left">The exports of a chain of which parts are left.</param>
public sealed record PublishedRun(
    string Migration, DateTimeOffset Time, IReadOnlyDictionary<string, string?> Done, IReadOnlyCollection<int> Left)
{
    /// <summary>Whether it brings what another run rejected, and adds to what that has shown.</summary>
    public bool IsReplay { get; init; }
}
