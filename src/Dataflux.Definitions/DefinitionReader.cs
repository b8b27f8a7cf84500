using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Packs;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;

namespace Dataflux.Definitions;

/// <summary>
/// Reads a definition: flags over environment over definition over <c>dataflux.yaml</c> over defaults. Goes on after a
/// mistake, so that all of them are reported together.
/// </summary>
/// <param name="sources">The kinds of source.</param>
/// <param name="targets">The kinds of target.</param>
/// <param name="environment">The environment variables.</param>
/// <param name="workingDirectory">The working directory, absolute.</param>
/// <param name="secrets">Takes the secrets of what is read.</param>
internal sealed class DefinitionReader(
    IReadOnlyList<DialectShape> sources,
    IReadOnlyList<DialectShape> targets,
    IReadOnlyDictionary<string, string> environment,
    string workingDirectory,
    Secrets secrets)
{
    private static readonly DialectChoice Unread = new(new DialectShape("", []), new Dictionary<string, object>(StringComparer.Ordinal));

    /// <summary>Reads a definition.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="overrides">What flags say.</param>
    /// <param name="targetOnly">Reads only what is needed to reach the target: an unset variable of the source is then no problem.</param>
    /// <param name="stateOnly">Reads only what is needed to find the state: neither source nor target need be known here.</param>
    /// <param name="profileOnly">Reads only what the script needs: its options, and the kind of target where it is written plainly.</param>
    internal ReadResult Read(string path, Overrides overrides, bool targetOnly = false, bool stateOnly = false, bool profileOnly = false)
    {
        var problems = new List<Problem>(overrides.Problems);
        var reader = new SettingReader(environment, problems);
        var shown = ShownPath.Of(path, workingDirectory);
        var project = ProjectFile.Of(path);
        var own = ReadFile(path, shown, problems);
        ProjectCheck.Check(path, shown, project, workingDirectory, problems);
        var shared = project.Path is null ? null : ReadFile(project.Path, ShownPath.Of(project.Path, workingDirectory), problems);
        Check(reader, own, inProject: false);
        Check(reader, shared, inProject: true);
        if (own is null)
            return new ReadResult(null, InOrder(problems));

        var layers = new Layers(
            new Layer(workingDirectory, overrides.Keys),
            new Layer(workingDirectory, FromEnvironment()),
            Layer.Of(DataFolder(path, project), own),
            Layer.Of(project.Folder, shared));
        var definition = Assemble(
            reader, layers, overrides, project, PackFolder.Holding(path), own, shown, targetOnly || stateOnly, stateOnly, profileOnly);
        secrets.Add(definition.Secrets);
        secrets.AddNamed(
            definition.Options.Where(option => option.Value is string)
                .ToDictionary(option => option.Key, option => (string)option.Value!, StringComparer.Ordinal));
        return new ReadResult(problems.Count == 0 ? definition : null, InOrder(problems)) { Draft = definition };
    }

    /// <summary>Reads only where items come from: of a definition, or of what flags say without one.</summary>
    /// <param name="path">The definition, absolute; <see langword="null"/>: flags and <c>dataflux.yaml</c> say it all.</param>
    /// <param name="overrides">What flags say.</param>
    /// <exception cref="ProblemsException">Something is wrong.</exception>
    internal DialectChoice ReadSource(string? path, Overrides overrides)
    {
        var problems = new List<Problem>(overrides.Problems);
        var reader = new SettingReader(environment, problems);
        var project = path is null ? ProjectFile.Find(workingDirectory) : ProjectFile.Of(path);
        var shown = path is null ? "source" : ShownPath.Of(path, workingDirectory);
        var own = path is null ? null : ReadFile(path, shown, problems);
        var shared = project.Path is null ? null : ReadFile(project.Path, ShownPath.Of(project.Path, workingDirectory), problems);
        var layers = new Layers(
            new Layer(workingDirectory, overrides.Keys),
            new Layer(workingDirectory, FromEnvironment()),
            Layer.Of(path is null ? workingDirectory : DataFolder(path, project), own),
            Layer.Of(project.Folder, shared));
        var source = ReadDialect(reader, layers, DefinitionKeys.Source, sources, overrides.Source, own, shown);
        secrets.Add(source?.Secrets() ?? []);
        return problems.Count == 0 && source is not null ? source : throw new ProblemsException(InOrder(problems));
    }

    /// <summary>The folder that a definition's paths are relative to: its own, for a pack the one it would be in.</summary>
    private static string DataFolder(string path, ProjectFile project) =>
        PackFolder.Holding(path)?.DataFolder(project.Folder) ?? Path.GetDirectoryName(path)!;

    private static YamlMap? ReadFile(string path, string shown, List<Problem> problems)
    {
        try
        {
            return YamlReader.Read(shown, File.ReadAllText(path), problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(shown, 0, 0, ProblemCode.MissingFile, $"cannot be read: {e.Message}"));
            return null;
        }
    }

    private void Check(SettingReader reader, YamlMap? map, bool inProject)
    {
        foreach (var entry in map?.Entries ?? [])
        {
            var key = DefinitionKeys.All.Concat(DefinitionKeys.OfProject).FirstOrDefault(key => key.Name == entry.Key);
            if (key is null)
            {
                var known = DefinitionKeys.All.Where(key => !inProject || key.Shared).Select(key => key.Name).ToList();
                reader.Report(entry.Place, ProblemCode.UnknownKey, $"there is no key '{entry.Key}'{Suggestion.OrAll(entry.Key, known)}");
            }
            else if (inProject && !key.Shared)
            {
                reader.Report(entry.Place, ProblemCode.WrongFile, $"'{entry.Key}' belongs to one migration; write it in the definition");
            }
            else if (!inProject && DefinitionKeys.OfProject.Contains(key))
            {
                reader.Report(
                    entry.Place, ProblemCode.WrongFile, $"'{entry.Key}' belongs to the project; write it in {ProjectFile.FileName}");
            }
        }

        new DialectKeyCheck(reader, DefinitionKeys.Source.Name, sources).Check(map?[DefinitionKeys.Source.Name]);
        new DialectKeyCheck(reader, DefinitionKeys.Target.Name, targets).Check(map?[DefinitionKeys.Target.Name]);
        GroupReader.Check(reader, DefinitionKeys.Group, map?[DefinitionKeys.Group.Name]);
        GroupReader.Check(reader, DefinitionKeys.Coverage, map?[DefinitionKeys.Coverage.Name]);
        GroupReader.Check(reader, DefinitionKeys.Verify, map?[DefinitionKeys.Verify.Name]);
        if (map?[DefinitionKeys.Dialects.Name] is { } dialects and not YamlMap and not YamlScalar { IsNull: true })
        {
            reader.Report(dialects.Place, ProblemCode.WrongKind,
                $"'{DefinitionKeys.Dialects.Name}' is {dialects.What}; expected {ValueReader.Expected(ValueKind.Hashes)}");
        }

        if (map?[DefinitionKeys.Options.Name] is { } options and not YamlMap and not YamlScalar { IsNull: true })
        {
            reader.Report(
                options.Place, ProblemCode.WrongKind, $"'options' is {options.What}; expected {ValueReader.Expected(ValueKind.Options)}");
        }
    }

    private Definition Assemble(
        SettingReader reader, Layers layers, Overrides overrides, ProjectFile project, PackFolder? pack, YamlMap own, string shown,
        bool targetOnly, bool stateOnly, bool profileOnly)
    {
        var keys = new KeyReader(reader, layers, new Place(shown));
        var name = keys.Read<string>(DefinitionKeys.Name) ?? "";
        var allowOutside = keys.Value<bool>(DefinitionKeys.AllowOutside) ?? false;
        var profile = keys.Read<string>(DefinitionKeys.Profile) ?? "";
        profile = pack?.Profile ?? profile;
        var onStart = keys.Read<string>(DefinitionKeys.OnStart);
        onStart = onStart is null ? null : pack?.PathOf(onStart, project.Folder) ?? onStart;
        var files = new ProfileFileCheck(reader, workingDirectory, pack?.Root ?? project.Folder, allowOutside);
        if (profile.Length > 0 && !targetOnly)
            files.Check(profile, keys.Places[DefinitionKeys.Profile.Name], "profile", "*.csx");

        if (onStart is not null && !targetOnly)
            files.Check(onStart, keys.Places[DefinitionKeys.OnStart.Name], "file of SQL", "*.sql");

        var optionPlaces = new Dictionary<string, Place>(StringComparer.Ordinal);

        // A draft without a name still has a folder beside those of the others.
        var folder = name.Length > 0 ? name : "unnamed";
        var stateFolder = Path.Combine(keys.Read<string>(DefinitionKeys.StateDir) ?? Path.Combine(project.Folder, ".dataflux"), folder);
        return new Definition
        {
            Path = pack is null ? shown : ShownPath.Of(pack.Place, workingDirectory),
            Name = name,
            ProfilePath = profile,
            ProfileShown = ShownPath.Of(profile, workingDirectory),
            OnStartPath = onStart,
            OnStartShown = onStart is null ? null : ShownPath.Of(onStart, workingDirectory),
            ProfileRoot = pack?.Root ?? project.Folder,
            SampleFolder = pack?.Sample,
            ProfileSha256 = keys.Read<string>(DefinitionKeys.ProfileSha256),
            Source = targetOnly || profileOnly
                ? Unread
                : ReadDialect(reader, layers, DefinitionKeys.Source, sources, overrides.Source, own, shown) ?? Unread,
            Target = stateOnly ? Unread
                : profileOnly ? KindOfTarget(layers)
                : ReadDialect(reader, layers, DefinitionKeys.Target, targets, overrides.Target, own, shown) ?? Unread,
            Options = targetOnly
                ? new Dictionary<string, object?>(StringComparer.Ordinal)
                : ReadOptions(reader, layers, overrides, optionPlaces),
            OptionPlaces = optionPlaces,
            Nul = Enum.TryParse<NulPolicy>(keys.Read<string>(DefinitionKeys.Nul), ignoreCase: true, out var nul) ? nul : NulPolicy.Reject,
            SkipDeletes = keys.Read<string>(DefinitionKeys.Deletes) == "skip",
            Migration = new VerifyReader(reader, layers).Read(keys.Migration()),
            Owned = new VerifyReader(reader, layers).Owned(),
            Coverage = new CoverageReader(reader, layers).Read(),
            StateFolder = stateFolder,
            LogFolder = keys.Read<string>(DefinitionKeys.LogDir) ?? stateFolder,
            ProjectFolder = project.Folder,
            AllowOutside = allowOutside,
            Places = Places(keys, layers),
            Learned = secret => secrets.Add([secret]),
        };
    }

    private static Dictionary<string, Place> Places(KeyReader keys, Layers layers)
    {
        var places = new Dictionary<string, Place>(keys.Places, StringComparer.Ordinal);
        foreach (var section in new[] { DefinitionKeys.Source.Name, DefinitionKeys.Target.Name })
        {
            if ((layers.Definition.Values.GetValueOrDefault(section) ?? layers.Project.Values.GetValueOrDefault(section)) is { } value)
                places[section] = value.Place;
        }

        return places;
    }

    private DialectChoice? ReadDialect(
        SettingReader reader,
        Layers layers,
        DefinitionKey key,
        IReadOnlyList<DialectShape> shapes,
        Dictionary<string, YamlValue> flags,
        YamlMap? own,
        string shown)
    {
        var given = new Dictionary<string, YamlValue>(flags, StringComparer.Ordinal);
        var variable = $"DATAFLUX_{key.Name.ToUpperInvariant()}_TYPE";
        if (environment.GetValueOrDefault(variable) is { Length: > 0 } type)
            given.TryAdd(DefinitionKeys.Type, YamlScalar.Given(variable, type));

        var place = own?.Entries.FirstOrDefault(entry => entry.Key == key.Name)?.Place ?? new Place(shown);
        return new DialectReader(reader, key.Name, shapes).Read(
            new Layer(workingDirectory, given), layers.Definition, layers.Project, place);
    }

    // What a script is tried on: the kind alone, where it is written plainly. Nothing of it can be wrong here.
    private DialectChoice KindOfTarget(Layers layers)
    {
        Layer[] written = [layers.Definition, layers.Project];
        var type = written.Select(static layer => layer.Below(DefinitionKeys.Target.Name).Values.GetValueOrDefault(DefinitionKeys.Type))
            .OfType<YamlScalar>().FirstOrDefault()?.Text;
        return targets.FirstOrDefault(target => target.Type == type) is { } known ? Unread with { Shape = known } : Unread;
    }

    private static Dictionary<string, object?> ReadOptions(
        SettingReader reader, Layers layers, Overrides overrides, Dictionary<string, Place> places)
    {
        var options = new Dictionary<string, object?>(StringComparer.Ordinal);
        var own = layers.Definition.Below(DefinitionKeys.Options.Name).Values;
        var shared = layers.Project.Below(DefinitionKeys.Options.Name).Values;
        foreach (var layer in new[] { overrides.Options, own, shared })
        {
            foreach (var (name, value) in layer)
            {
                if (!options.ContainsKey(name) && reader.ReadPlain(name, value) is { } read)
                    (options[name], places[name]) = (read, value.Place);
            }
        }

        return options;
    }

    private Dictionary<string, YamlValue> FromEnvironment()
    {
        var values = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        foreach (var key in DefinitionKeys.All)
        {
            if (key.Variable is { } variable && environment.TryGetValue(variable, out var text))
                values[key.Name] = YamlScalar.Given(variable, text);
        }

        return values;
    }

    private static List<Problem> InOrder(List<Problem> problems)
    {
        var files = problems.Select(problem => problem.Path).Distinct().ToList();
        return [.. problems.OrderBy(problem => files.IndexOf(problem.Path)).ThenBy(problem => problem.Line)
            .ThenBy(problem => problem.Column)];
    }
}
