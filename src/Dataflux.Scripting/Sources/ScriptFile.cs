namespace Dataflux.Scripting.Sources;

/// <summary>A file a profile is made from, as it was read once: everything works on these bytes, so hash and code agree.</summary>
/// <param name="Name">Its name, see <see cref="ScriptPaths"/>.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ScriptFile(string Name, byte[] Content);
