using System.Reflection;
using System.Runtime.Loader;
using Dataflux.Profiles;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Binding;

/// <summary>
/// Holds one script and the local assemblies it references, so that they can be let go together. The framework and
/// <c>Dataflux.Profiles</c> are the host's own: the types must be the same on both sides.
/// </summary>
internal sealed class ScriptLoadContext : AssemblyLoadContext
{
    private static readonly Assembly Profiles = typeof(Item).Assembly;
    private readonly Dictionary<string, ScriptFile> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _folders = [];

    internal ScriptLoadContext(ScriptPaths paths, ScriptInputs inputs)
        : base(paths.Main, isCollectible: true)
    {
        foreach (var file in inputs.Assemblies)
        {
            _assemblies[LocalAssembly.NameOf(file) ?? file.Name] = file;
            if (Path.GetDirectoryName(paths.FullPath(file.Name)) is { } folder && !_folders.Contains(folder))
                _folders.Add(folder);
        }

        Resolving += (_, name) => LoadBeside(name);
    }

    internal Assembly Load(byte[] assembly)
    {
        using var stream = new MemoryStream(assembly, writable: false);
        return LoadFromStream(stream);
    }

    // Local assemblies come from the bytes that were hashed, which also leaves the files free to be replaced.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Profiles.GetName().Name)
            return Profiles;
        return assemblyName.Name is { } name && _assemblies.TryGetValue(name, out var file) ? Load(file.Content) : null;
    }

    // What a referenced assembly needs in turn lies beside it; asked only when the host has no such assembly.
    private Assembly? LoadBeside(AssemblyName assemblyName)
    {
        var path = _folders.Select(f => Path.Combine(f, assemblyName.Name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : Load(File.ReadAllBytes(path));
    }
}
