using Dataflux.Engine.Sources;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>Items of one file, in their order, as the lines they were read from.</summary>
/// <param name="File">The file, or the part of it that the items stand for.</param>
/// <param name="Lines">The lines, without line ends.</param>
internal sealed record ProofFile(ExportFile File, IReadOnlyList<ReadOnlyMemory<byte>> Lines)
{
    /// <summary>A part of the file as a file of its own.</summary>
    /// <param name="number">The part's number, which becomes part of its name.</param>
    /// <param name="lines">The part's lines.</param>
    internal ProofFile Part(int number, IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        var name = $"{File.Name}#{number}";
        return new(File with { Name = name, Fingerprint = name, ItemCount = lines.Count, Size = null }, lines);
    }
}
