namespace Dataflux.Dialects.Sql;

/// <summary>
/// A value of a record cannot be stored in its column, found before it was sent. The record alone is at fault:
/// a failure of kind <see cref="Engine.Ground.FailureKind.Row"/>.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="column">The column.</param>
/// <param name="code">The code of the SQL standard that a server would have given.</param>
/// <param name="message">What was found and what the column takes; names property and column.</param>
public sealed class RowValueException(string table, string column, string? code, string message) : Exception(message)
{
    /// <summary>The table.</summary>
    public string Table { get; } = table;

    /// <summary>The column.</summary>
    public string Column { get; } = column;

    /// <summary>The code of the SQL standard that a server would have given, such as <c>22003</c>.</summary>
    public string? Code { get; } = code;
}
