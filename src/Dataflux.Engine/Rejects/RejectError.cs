namespace Dataflux.Engine.Rejects;

/// <summary>Why something was rejected.</summary>
/// <param name="Message">For people.</param>
public sealed record RejectError(string Message)
{
    /// <summary>The SQLSTATE or the exception's type.</summary>
    public string? Code { get; init; }

    /// <summary>The column at fault, where it is known.</summary>
    public string? Column { get; init; }

    /// <summary>The constraint at fault, where it is known.</summary>
    public string? Constraint { get; init; }

    /// <summary>The table at fault, where it is known.</summary>
    public string? Table { get; init; }

    internal static RejectError From(Failure failure) => new(failure.Message)
    {
        Code = failure.Code,
        Column = failure.Column,
        Constraint = failure.Constraint,
        Table = failure.Table,
    };
}
