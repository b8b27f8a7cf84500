namespace Dataflux.Engine.Plans;

/// <summary>What a numbered run did.</summary>
public enum RunKind
{
    /// <summary>It brought items of an export into the target.</summary>
    Migrate,

    /// <summary>It brought rejected items into the target.</summary>
    Replay,

    /// <summary>It wrote again what a verification found missing or different.</summary>
    Repair,

    /// <summary>It restored what another run had changed.</summary>
    Undo,
}
