using System.Security.Cryptography;
using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Dataflux.Scripting.Compilation;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Caching;

/// <summary>
/// Compiled scripts on disk. Two files for each: <c>*.index</c>, found by the main script, lists what it loads, and
/// <c>*.profile</c>, found by the contents of all of it, holds the assembly. An index is only a hint of what to read:
/// whatever it says, an assembly is used only for exactly the bytes it was made from. Neither depends on where the project's folder is.
/// </summary>
internal sealed class ProfileCache(string folder, ScriptPaths paths)
{
    /// <summary>
    /// What a compiled script depends on besides its inputs: the host, its contract, the compiler behind it and the runtime.
    /// </summary>
    private static readonly string Host =
        $"{typeof(ProfileCache).Module.ModuleVersionId} {typeof(Item).Module.ModuleVersionId} {typeof(Problem).Module.ModuleVersionId} "
            + $"{Environment.Version}";

    /// <summary>
    /// The compiled script of this file and all it loads; <see langword="null"/> when there is none, or none that is whole.
    /// </summary>
    internal CompiledScript? Find(ScriptFile main)
    {
        try
        {
            if (!CacheFolder.IsOwn(folder) || ReadInputs(main) is not { } inputs)
                return null;
            return CacheEntry.Read(File.ReadAllBytes(EntryPath(inputs)), inputs, EntryKey(inputs));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps a compiled script.</summary>
    /// <returns>A warning when it could not be kept.</returns>
    internal Problem? Store(CompiledScript script)
    {
        try
        {
            CacheFolder.Make(folder);
            if (!CacheFolder.IsOwn(folder))
            {
                return ScriptProblems.CacheNotWritten(
                    paths.Main, folder, "the folder is another user's, or others may write in it; make it yours alone (chmod go-w)");
            }

            Replace(EntryPath(script.Inputs), CacheEntry.Write(script, EntryKey(script.Inputs)));
            var lines = script.Inputs.Loaded.Select(f => "load " + f.Name)
                .Concat(script.Inputs.Assemblies.Select(f => "reference " + f.Name));
            Replace(IndexPath(script.Inputs.Main), Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ScriptProblems.CacheNotWritten(paths.Main, folder, e.Message);
        }
    }

    private ScriptInputs? ReadInputs(ScriptFile main)
    {
        var loaded = new List<ScriptFile>();
        var assemblies = new List<ScriptFile>();
        foreach (var line in File.ReadAllText(IndexPath(main)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var kind = line.IndexOf(' ', StringComparison.Ordinal);
            if (kind < 0 || line[(kind + 1)..] is not { Length: > 0 } name || !paths.IsAllowed(name))
                return null;
            var list = line[..kind] == "load" ? loaded : assemblies;
            list.Add(new ScriptFile(name, File.ReadAllBytes(paths.FullPath(name))));
        }

        return new ScriptInputs(main, loaded, assemblies);
    }

    // Concurrent processes may write the same file, with the same content.
    private static void Replace(string path, byte[] content) =>
        PrivateFile.Replace(path, content, temporary: $"{path}.{Path.GetRandomFileName()}");

    private string IndexPath(ScriptFile main) => Path.Combine(folder, Key(Hash(main)) + ".index");

    // With the path: the assembly's debug information names the files where they are.
    private string EntryPath(ScriptInputs inputs) => Path.Combine(folder, EntryKey(inputs) + ".profile");

    private string EntryKey(ScriptInputs inputs) => Key($"{paths.MainFullPath}\n{inputs.Hash()}");

    private string Key(string what) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Host}\n{paths.Rules}\n{paths.Main}\n{what}")));

    private static string Hash(ScriptFile file) => Convert.ToHexStringLower(SHA256.HashData(file.Content));
}
