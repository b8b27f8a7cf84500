namespace Dataflux.Engine.Ground;

/// <summary>What the engine does about a failure. Only dialects decide the kind, only the engine acts on it.</summary>
public enum FailureKind
{
    /// <summary>The record is at fault: isolate it by binary split, reject it, write the others.</summary>
    Row,

    /// <summary>
    /// The record is at fault or everything is, which only the fate of other records can tell: isolate it as <see cref="Row"/>; stop as
    /// <see cref="Systemic"/> when nothing goes through.
    /// </summary>
    Suspected,

    /// <summary>The other side is away or busy: wait and try again; never a reason to reject.</summary>
    Transient,

    /// <summary>Nothing will work until a person changes something: stop at once with one message.</summary>
    Systemic,
}
