namespace Dataflux.Authoring.Diagnosing;

/// <summary>What a finding of <c>dataflux doctor</c> means for a run.</summary>
internal enum Standing
{
    /// <summary>It is as it should be.</summary>
    Ok,

    /// <summary>A run begins, but somebody should look.</summary>
    Caution,

    /// <summary>A run will not begin, or will not end well.</summary>
    Problem,
}
