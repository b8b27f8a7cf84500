using Dataflux.Engine.Sources;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>Items of one part, in their order, as the lines they were read from.</summary>
/// <param name="Part">The part, or the piece of it that the items stand for.</param>
/// <param name="Lines">The lines, without line ends.</param>
internal sealed record ProofPart(SourcePart Part, IReadOnlyList<ReadOnlyMemory<byte>> Lines)
{
    /// <summary>A piece of the part as a part of its own.</summary>
    /// <param name="number">The piece's number, which becomes part of its name.</param>
    /// <param name="lines">The piece's lines.</param>
    internal ProofPart Piece(int number, IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        var name = $"{Part.Name}#{number}";
        return new(Part with { Name = name, Fingerprint = name, ItemCount = lines.Count, Size = null }, lines);
    }
}
