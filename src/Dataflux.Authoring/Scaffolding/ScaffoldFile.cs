namespace Dataflux.Authoring.Scaffolding;

/// <summary>A file that is to be written.</summary>
/// <param name="Path">Where, relative to the working directory, with <c>/</c>.</param>
/// <param name="What">What it is, for people.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Existing">What becomes of a file that is there.</param>
internal sealed record ScaffoldFile(string Path, string What, ReadOnlyMemory<byte> Content, ExistingFile Existing)
{
    internal static ScaffoldFile Text(string path, string what, string text, ExistingFile existing) =>
        new(path, what, System.Text.Encoding.UTF8.GetBytes(text), existing);
}
