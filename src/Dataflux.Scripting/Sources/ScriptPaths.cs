using Dataflux.Engine.Ground;

namespace Dataflux.Scripting.Sources;

/// <summary>
/// The names of a script's files. Inside the host a file is named by its path relative to the main script's folder, with
/// <c>/</c>: so hashes and messages do not depend on where the folder is. Debug information names files by their full paths.
/// </summary>
internal sealed class ScriptPaths
{
    private readonly string _folder;
    private readonly string _display;
    private readonly string _root;
    private readonly bool _allowOutside;

    internal ScriptPaths(string scriptPath, ProfileLoadOptions options)
    {
        MainFullPath = Path.GetFullPath(scriptPath);
        _folder = Path.GetDirectoryName(MainFullPath) ?? MainFullPath;
        _display = options.DisplayPath ?? scriptPath;
        _root = Path.GetFullPath(options.RootFolder ?? _folder);
        _allowOutside = options.AllowOutside;
        Main = Path.GetFileName(MainFullPath);
    }

    internal string MainFullPath { get; }

    /// <summary>The main script's name inside the host.</summary>
    internal string Main { get; }

    /// <summary>What a compiled script depends on besides its files' contents.</summary>
    internal string Rules => _allowOutside ? "anywhere" : $"inside {Path.GetRelativePath(_folder, _root).Replace('\\', '/')}";

    /// <summary>The root folder, for people.</summary>
    internal string Root => _root;

    internal string NameOf(string fullPath) => Path.GetRelativePath(_folder, fullPath).Replace('\\', '/');

    internal string FullPath(string name) => Path.GetFullPath(name, _folder);

    /// <summary>The name of the file that a directive in another file means.</summary>
    internal string Resolve(string path, string fromName)
    {
        var from = Path.GetDirectoryName(FullPath(fromName)) ?? _folder;
        return NameOf(Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), from));
    }

    /// <summary>Whether a file may be read: what counts is where it lies, not the links that lead there.</summary>
    internal bool IsAllowed(string name)
    {
        if (_allowOutside)
            return true;
        var relative = Path.GetRelativePath(RealPath.Of(_root), RealPath.Of(FullPath(name)));
        return !(relative == ".." || relative.StartsWith("../", StringComparison.Ordinal)
            || relative.StartsWith("..\\", StringComparison.Ordinal) || Path.IsPathRooted(relative));
    }

    /// <summary>The file of a position in debug information, as the user would name it.</summary>
    internal string DisplayOfFullPath(string fullPath) => Display(NameOf(fullPath));

    /// <summary>The file as the user would name it.</summary>
    internal string Display(string name)
    {
        if (name == Main)
            return _display;
        return WithoutDetours(Path.Combine(Path.GetDirectoryName(_display) ?? "", name).Replace('\\', '/'));
    }

    /// <summary>A path without <c>folder/..</c>, which people would not write.</summary>
    private static string WithoutDetours(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == ".." && segments.Count > 0 && segments[^1] is not (".." or ""))
                segments.RemoveAt(segments.Count - 1);
            else
                segments.Add(segment);
        }

        return string.Join('/', segments);
    }
}
