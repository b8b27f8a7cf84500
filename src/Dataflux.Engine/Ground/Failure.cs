namespace Dataflux.Engine.Ground;

/// <summary>A failure as its dialect understands it.</summary>
/// <param name="Kind">What to do about it.</param>
/// <param name="Message">What happened and, for a systemic failure, what to do next; never contains a secret.</param>
public sealed record Failure(FailureKind Kind, string Message)
{
    /// <summary>Whether a limit of time or space ended a transaction that may fit with fewer records.</summary>
    public bool IsTooMuch { get; init; }

    /// <summary>Whether the order of the records is at fault: a row that this one refers to is not there, and may come yet.</summary>
    public bool LacksParent { get; init; }

    /// <summary>The dialect's code, for people; what is to be done about it never depends on it.</summary>
    public string? Code { get; init; }

    /// <summary>What a record is refused for.</summary>
    public FailureDetail Detail { get; init; }

    /// <summary>The column at fault, where it is known.</summary>
    public string? Column { get; init; }

    /// <summary>The constraint at fault, where it is known.</summary>
    public string? Constraint { get; init; }

    /// <summary>The table at fault, where it is known.</summary>
    public string? Table { get; init; }
}
