namespace Dataflux.Authoring.Packing;

/// <summary>The sampled items of one file of the export.</summary>
/// <param name="Name">The file's name in the export.</param>
/// <param name="Lines">The items' lines in DynamoDB JSON, each with the number it has in the file.</param>
internal sealed record SampleFile(string Name, IReadOnlyList<(long Number, byte[] Line)> Lines)
{
    /// <summary>The lines as one file.</summary>
    internal byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        foreach (var (_, line) in Lines)
        {
            bytes.Write(line);
            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }
}
