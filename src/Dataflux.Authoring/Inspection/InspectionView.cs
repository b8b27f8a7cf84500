using Dataflux.Composing.Terminal;

namespace Dataflux.Authoring.Inspection;

/// <summary>How much of an export is looked at, and how it is shown.</summary>
internal sealed record InspectionView
{
    /// <summary>The form of the answer.</summary>
    internal OutputFormat Output { get; init; }

    /// <summary>About how many items to look at; <see langword="null"/>: at all.</summary>
    internal long? Sample { get; init; }

    /// <summary>Whether a full export is read together with the incremental ones beside it.</summary>
    internal bool TakesChain { get; init; }
}
