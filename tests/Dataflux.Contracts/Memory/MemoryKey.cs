namespace Dataflux.Contracts.Memory;

/// <summary>What tells the rows of a table apart: the values of the key's columns, compared one by one.</summary>
/// <param name="parts">The values, in the order of the columns.</param>
internal sealed class MemoryKey(IReadOnlyList<object?> parts) : IEquatable<MemoryKey>
{
    private readonly IReadOnlyList<object?> _parts = parts;

    public bool Equals(MemoryKey? other) => other is not null && _parts.SequenceEqual(other._parts);

    public override bool Equals(object? obj) => Equals(obj as MemoryKey);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var part in _parts)
            hash.Add(part);

        return hash.ToHashCode();
    }
}
