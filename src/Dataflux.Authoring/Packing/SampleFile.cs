using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Packing;

/// <summary>The sampled items of one file of the export.</summary>
/// <param name="Name">The file's name in the export.</param>
/// <param name="Lines">The items' lines in DynamoDB JSON, each with the number it has in the file.</param>
internal sealed record SampleFile(string Name, IReadOnlyList<(long Number, ReadOnlyMemory<byte> Line)> Lines)
{
    /// <summary>What was sampled of a file; what is malformed is no sample of anything.</summary>
    internal static SampleFile For(SampledPart part) => new(
        part.Part.Name,
        [.. part.Items.Where(static item => item.Error is null).Select(static item => (item.Line, item.Original))]);

    /// <summary>The lines as one file.</summary>
    internal byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        foreach (var (_, line) in Lines)
        {
            bytes.Write(line.Span);
            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }
}
