namespace Dataflux.Dialects.PostgreSql;

/// <summary>A value of one record cannot be stored in its column; the record is at fault, not the batch.</summary>
/// <param name="column">The column.</param>
/// <param name="sqlState">The SQLSTATE that PostgreSQL would answer with, where there is one.</param>
/// <param name="message">What was found and what the column takes.</param>
public sealed class RowValueException(string column, string? sqlState, string message) : Exception(message)
{
    /// <summary>The column.</summary>
    public string Column { get; } = column;

    /// <summary>The SQLSTATE that PostgreSQL would answer with, where there is one.</summary>
    public string? SqlState { get; } = sqlState;
}
