namespace Dataflux.Engine.Ground;

/// <summary>The target cannot be written, whatever the record: a systemic failure. The run stops resumable.</summary>
public sealed class TargetException(string message, Exception? inner = null) : DatafluxException(message, inner)
{
    /// <summary>What was found, where several things were looked at and each has a message of its own; otherwise empty.</summary>
    public IReadOnlyList<TargetFinding> Findings { get; init; } = [];

    /// <summary>
    /// Whether it is only documents that the target does not take: it has no place for them, and makes none for this user.
    /// </summary>
    public bool IsNoPlaceForDocuments { get; init; }

    /// <inheritdoc/>
    public override int ExitCode => Ground.ExitCode.Failed;
}
