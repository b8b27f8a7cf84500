namespace Dataflux.Definitions.Packs;

/// <summary>An entry of a pack as its manifest describes it.</summary>
/// <param name="Name">Its name, with <c>/</c> between folders.</param>
/// <param name="Size">Its size in bytes, uncompressed.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
internal sealed record PackPart(string Name, long Size, string Sha256);
