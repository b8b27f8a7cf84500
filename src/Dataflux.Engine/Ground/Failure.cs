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

    /// <summary>A failure that ends the run.</summary>
    /// <param name="message">What happened, and what to do next.</param>
    public static Failure Systemic(string message) => new(FailureKind.Systemic, message);

    /// <summary>A failure that may be over at the next attempt.</summary>
    /// <param name="message">What happened.</param>
    public static Failure Transient(string message) => new(FailureKind.Transient, message);

    /// <summary>A failure of the profile's own code, for which the record that it worked on is at fault.</summary>
    /// <param name="exception">What was thrown.</param>
    public static Failure OfProfile(Exception exception) =>
        new(FailureKind.Row, $"{exception.GetType().Name}: {exception.Message}");

    /// <summary>
    /// Of several failures the one that must not be overlooked, so that an outage never becomes rejects: systemic before transient before
    /// suspected before row.
    /// </summary>
    /// <param name="failures">At least one.</param>
    public static Failure Worst(IEnumerable<Failure> failures) => failures.MaxBy(static failure => failure.Kind switch
    {
        FailureKind.Row => 0,
        FailureKind.Suspected => 1,
        FailureKind.Transient => 2,
        _ => 3,
    })!;
}
