namespace Dataflux.Engine.Targets;

/// <summary>Where the writes of a session come from, for targets that put them into an order of their own.</summary>
/// <param name="Number">The part's place in the export, or a partition's, counted from 1.</param>
/// <param name="Name">The part's name in the manifest; that of a partition where rows are grouped across parts.</param>
/// <param name="Position">Where the stretch of the part begins; <see langword="null"/>: at the part's beginning.</param>
/// <param name="Link">Which export of a chain it belongs to, see <see cref="Sources.SourcePart.Link"/>.</param>
public sealed record WrittenPart(int Number, string Name, string? Position, int Link)
{
    /// <summary>Whether its items have versions, so that <see cref="ITargetSession.OriginOf"/> is worth asking for them.</summary>
    public bool HasVersions { get; init; }

    /// <summary>Whether it is none: a function of the profile writes outside of all parts, and its writes are in no account.</summary>
    public bool IsOfFunction => Number is 0 or int.MaxValue;

    /// <summary>What a function of the profile writes outside of all parts: again whenever the run is gone on with.</summary>
    /// <param name="function">The function.</param>
    /// <param name="isLast">Whether it comes behind all parts.</param>
    internal static WrittenPart OfFunction(string function, bool isLast) =>
        new(isLast ? int.MaxValue : 0, function, Position: null, Link: 0);
}
