namespace Dataflux.Engine.Verifying;

/// <summary>Which rows a verification writes again.</summary>
public enum RepairMode
{
    /// <summary>None: it only looks.</summary>
    None,

    /// <summary>Those that are not there.</summary>
    Missing,

    /// <summary>Those that differ too, and those that the export deletes go.</summary>
    All,
}
