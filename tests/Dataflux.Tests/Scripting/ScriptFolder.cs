using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Tests.Scripting;

/// <summary>A folder of scripts of one test; removed afterwards.</summary>
internal sealed class ScriptFolder : IDisposable
{
    internal const string Rows = """
        record Row(int Id);
        [Table("picture")] record Picture([property: Key] int Id);

        """;

    internal ScriptFolder() => Folder = Directory.CreateTempSubdirectory("dataflux-script-").FullName;

    internal string Folder { get; }

    internal string CacheFolder => Path.Combine(Folder, "cache");

    internal string PathOf(string name) => Path.Combine(Folder, name);

    internal ScriptFolder With(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return this;
    }

    internal ProfileLoadResult Load(string name = "pictures.csx", bool cached = false) =>
        ProfileLoader.Load(PathOf(name), new ProfileLoadOptions { DisplayPath = name, CacheFolder = cached ? CacheFolder : null });

    /// <summary>Loads a script that must be right, and runs it.</summary>
    internal ProfileRun Run(int items = 1, bool cached = false)
    {
        using var profile = Load(cached: cached).Require();
        return ProfileRun.Of(profile, items);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
