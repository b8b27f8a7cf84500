namespace Dataflux.Engine.Targets;

/// <summary>In which way a row is not what a run would leave.</summary>
public enum DifferenceKind
{
    /// <summary>The row is not there.</summary>
    Missing,

    /// <summary>A column has another value.</summary>
    Different,

    /// <summary>The row is there, and no record makes it.</summary>
    Extra,

    /// <summary>The row is there, and the export deletes it.</summary>
    NotDeleted,
}
