namespace Dataflux.Dialects.PostgreSql.Ground;

/// <summary>
/// A value of a record cannot be stored in its column, found before it was sent. The record alone is at fault:
/// a failure of kind <see cref="Engine.Ground.FailureKind.Row"/>.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="column">The column.</param>
/// <param name="sqlState">The SQLSTATE the server would have given (PostgreSQL documentation, appendix A).</param>
/// <param name="message">What was found and what the column takes; names property and column.</param>
public sealed class RowValueException(string table, string column, string? sqlState, string message) : Exception(message)
{
    /// <summary>The table.</summary>
    public string Table { get; } = table;

    /// <summary>The column.</summary>
    public string Column { get; } = column;

    /// <summary>The SQLSTATE the server would have given, such as <c>22003</c>.</summary>
    public string? SqlState { get; } = sqlState;
}
