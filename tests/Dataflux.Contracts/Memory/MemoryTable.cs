using Dataflux.Engine.Ground;

namespace Dataflux.Contracts.Memory;

/// <summary>A table of a <see cref="MemoryStore"/>.</summary>
/// <param name="shape">The record type it was made for.</param>
internal sealed class MemoryTable(MemoryShape shape)
{
    private readonly HashSet<string> _columns = [.. shape.Columns];
    private readonly IReadOnlyDictionary<string, int> _longest = shape.Longest;

    /// <summary>The rows by their keys.</summary>
    internal Dictionary<MemoryKey, IReadOnlyDictionary<string, object?>> Rows { get; } = [];

    /// <summary>The columns of a shape that the table does not have.</summary>
    internal IEnumerable<string> Lacking(MemoryShape other) => other.Columns.Where(column => !_columns.Contains(column));

    /// <summary>What keeps a row from being in the table; <see langword="null"/>: nothing.</summary>
    internal Failure? Refuses(IReadOnlyDictionary<string, object?> row)
    {
        foreach (var (column, longest) in _longest)
        {
            if (row.TryGetValue(column, out var value) && value is string { Length: var length } && length > longest)
            {
                return new(FailureKind.Row, $"'{column}' takes {longest} characters, and this text has {length}")
                {
                    Code = "too-long",
                    Table = shape.Table,
                    Column = column,
                };
            }
        }

        return null;
    }
}
