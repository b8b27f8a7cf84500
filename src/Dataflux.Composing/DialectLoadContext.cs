using System.Reflection;
using System.Runtime.Loader;

namespace Dataflux.Composing;

/// <summary>
/// Loads assemblies of dialects from bytes that were compared with their SHA-256; all else is dataflux's own and the framework's.
/// </summary>
/// <param name="assemblies">The bytes, by the assemblies' names.</param>
internal sealed class DialectLoadContext(IReadOnlyDictionary<string, byte[]> assemblies) : AssemblyLoadContext("dialects")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!assemblies.TryGetValue(assemblyName.Name!, out var bytes))
            return null;

        using var stream = new MemoryStream(bytes);
        return LoadFromStream(stream);
    }
}
