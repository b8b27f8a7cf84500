namespace Dataflux.Engine.Ground;

/// <summary>Why something was rejected.</summary>
/// <param name="Message">For people.</param>
public sealed record RejectError(string Message)
{
    /// <summary>The target's code or the exception's type.</summary>
    public string? Code { get; init; }

    /// <summary>What a record is refused for.</summary>
    public FailureDetail Detail { get; init; }

    /// <summary>The column at fault, where it is known.</summary>
    public string? Column { get; init; }

    /// <summary>The constraint at fault, where it is known.</summary>
    public string? Constraint { get; init; }

    /// <summary>The table at fault, where it is known.</summary>
    public string? Table { get; init; }

    /// <summary>The same without secrets: of all that a server or a script may say.</summary>
    internal RejectError Redacted(Func<string, string> redact) => new(redact(Message))
    {
        Code = Code is null ? null : redact(Code),
        Detail = Detail,
        Column = Column is null ? null : redact(Column),
        Constraint = Constraint is null ? null : redact(Constraint),
        Table = Table is null ? null : redact(Table),
    };

    internal static RejectError From(Failure failure) => new(failure.Message)
    {
        Code = failure.Code,
        Detail = failure.Detail,
        Column = failure.Column,
        Constraint = failure.Constraint,
        Table = failure.Table,
    };
}
