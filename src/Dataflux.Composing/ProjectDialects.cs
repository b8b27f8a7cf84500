using System.Reflection;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Packs;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Composing;

/// <summary>
/// The kinds of source and target that a project brings: in assemblies that its <c>dataflux.yaml</c> lists under <c>dialects</c>, each with
/// the SHA-256 that it must have.
/// </summary>
/// <param name="project">The project.</param>
internal sealed class ProjectDialects(ProjectFile project)
{
    private readonly List<Problem> _problems = [];

    /// <summary>A composition with the dialects of the working directory's project, or with what is wrong with them.</summary>
    internal static Composition AddTo(Composition composition, string workingDirectory)
    {
        var project = ProjectFile.Find(workingDirectory);
        var listed = project.Path is null ? [] : Listed(project.Path);
        return listed.Count == 0 ? composition : new ProjectDialects(project).Add(composition, listed);

        IReadOnlyList<YamlEntry> Listed(string path)
        {
            // Most projects bring none, and no command waits for YAML to be read for that. What else is wrong with the file is said when a
            // definition is read.
            try
            {
                var text = File.ReadAllText(path);
                return text.Contains(DefinitionKeys.Dialects.Name, StringComparison.Ordinal)
                    && YamlReader.Read(ShownPath.Of(path, workingDirectory), text, [])?[DefinitionKeys.Dialects.Name] is YamlMap map
                    ? map.Entries
                    : [];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    private Composition Add(Composition composition, IReadOnlyList<YamlEntry> listed)
    {
        var assemblies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in listed)
        {
            if (Read(entry) is { } bytes)
                assemblies[NameOf(entry)] = bytes;
        }

        var sources = new List<SourceDialect>(composition.Dialects.Sources);
        var targets = new List<TargetDialect>(composition.Dialects.Targets);
        var context = new DialectLoadContext(assemblies);
        foreach (var entry in _problems.Count == 0 ? listed : [])
        {
            foreach (var dialect in Find(entry, context))
            {
                if (dialect is SourceDialect source && sources.TrueForAll(known => known.Type != source.Type))
                    sources.Add(source);
                else if (dialect is TargetDialect target && targets.TrueForAll(known => known.Type != target.Type))
                    targets.Add(target);
                else
                    Report(entry, ProblemCode.NotAllowed, $"'{entry.Key}' has a dialect of a type that is taken; give it another one");
            }
        }

        var isNothingNew = sources.Count == composition.Dialects.Sources.Count && targets.Count == composition.Dialects.Targets.Count;
        if (_problems.Count == 0 && isNothingNew)
        {
            Report(listed[0], ProblemCode.NotAllowed, "none of the assemblies has a dialect; expected a public class with a public static "
                + $"property of type {nameof(SourceDialect)} or {nameof(TargetDialect)}");
        }

        return composition with { Dialects = new DialectRegistry(sources, targets), DialectProblems = _problems };
    }

    // What is read is what is compared, and what is loaded.
    private byte[]? Read(YamlEntry entry)
    {
        try
        {
            return ReadPinned(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(entry, ProblemCode.MissingFile, $"the assembly '{entry.Key}' cannot be read: {e.Message}");
            return null;
        }
    }

    private byte[]? ReadPinned(YamlEntry entry)
    {
        var path = RealPath.Of(Path.GetFullPath(entry.Key, project.Folder));
        if (!File.Exists(path))
        {
            Report(entry, ProblemCode.MissingFile, $"there is no assembly '{entry.Key}'");
            return null;
        }

        if (!FolderPath.IsInside(path, RealPath.Of(project.Folder)))
        {
            Report(
                entry, ProblemCode.OutsideProject, $"the assembly '{entry.Key}' is outside the project '{project.Folder}'; move it there");
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var hash = PackFile.Sha256(bytes);
        if (entry.Value is YamlScalar { Text: var pinned } && pinned.Equals(hash, StringComparison.OrdinalIgnoreCase))
            return bytes;

        Report(entry, ProblemCode.DialectChanged, $"the assembly '{entry.Key}' has the SHA-256 {hash}, not the one given here; "
            + "make sure that you trust it, then write its SHA-256 here");
        return null;
    }

    private List<object> Find(YamlEntry entry, DialectLoadContext context)
    {
        try
        {
            return [.. context.LoadFromAssemblyName(new AssemblyName(NameOf(entry))).GetExportedTypes()
                .SelectMany(static type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
                .Where(static property => property.PropertyType == typeof(SourceDialect) || property.PropertyType == typeof(TargetDialect))
                .Select(static property => property.GetValue(null)!)];
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or MissingMemberException
            or TargetInvocationException)
        {
            Report(entry, ProblemCode.NotAllowed, $"the assembly '{entry.Key}' cannot be used: {(e.InnerException ?? e).Message} It must "
                + $"be built for dataflux {ToolVersion.Text}, be named as its file, and find what else it needs in this list");
            return [];
        }
    }

    private static string NameOf(YamlEntry entry) => Path.GetFileNameWithoutExtension(entry.Key);

    private void Report(YamlEntry entry, string code, string message) =>
        _problems.Add(new Problem(entry.Place.Path, entry.Place.Line, entry.Place.Column, code, message));
}
