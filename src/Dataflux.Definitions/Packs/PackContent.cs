namespace Dataflux.Definitions.Packs;

/// <summary>A pack in memory, verified.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Parts">Its parts' bytes by name; the manifest's two entries are not among them.</param>
internal sealed record PackContent(PackManifest Manifest, IReadOnlyDictionary<string, byte[]> Parts);
