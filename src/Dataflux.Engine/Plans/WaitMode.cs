namespace Dataflux.Engine.Plans;

/// <summary>What becomes of groups whose records refer to a row that is not there.</summary>
internal enum WaitMode
{
    /// <summary>
    /// They wait on disk. Where the target does not name them, a few are searched for and the rest of a batch waits with them.
    /// </summary>
    Wait,

    /// <summary>This is a pass over those that wait: each that still has to is searched for, so that all others are written.</summary>
    Search,

    /// <summary>Nothing more comes: they are rejected.</summary>
    Reject,
}
