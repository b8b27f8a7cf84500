using Dataflux.Engine.Ground;
using Dataflux.Scripting.Binding;
using Dataflux.Scripting.Caching;
using Dataflux.Scripting.Compilation;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting;

/// <summary>Makes a profile of a <c>.csx</c>: reads, compiles (or takes from the cache), checks the contract, loads.</summary>
public static class ProfileLoader
{
    /// <summary>
    /// Loads a script and runs its top-level statements. Never throws for what is wrong with the script: problems are data.
    /// </summary>
    /// <param name="scriptPath">The script.</param>
    /// <param name="options">How to load it.</param>
    /// <param name="compileOutside">
    /// Calls <see cref="Compile"/> with the same arguments in another process, which keeps the compiler out of this one; asked
    /// only when the cache has nothing. When it returns <see langword="null"/>, as by default, the script is compiled here.
    /// </param>
    /// <param name="admit">
    /// Is given the SHA-256 of the script and everything it loads before anything of it runs, and says what is wrong with it.
    /// </param>
    /// <returns>The profile, or all problems.</returns>
    public static ProfileLoadResult Load(
        string scriptPath, ProfileLoadOptions options, Func<CompileReport?>? compileOutside = null, Func<string, Problem?>? admit = null)
    {
        var paths = new ScriptPaths(scriptPath, options);
        var named = new HashSet<string>(StringComparer.Ordinal) { paths.MainFullPath };
        var result = Load(paths, options, compileOutside, admit, named);
        named.UnionWith(result.Profile?.Files ?? []);
        result.Files = named;
        return result;
    }

    private static ProfileLoadResult Load(
        ScriptPaths paths, ProfileLoadOptions options, Func<CompileReport?>? compileOutside, Func<string, Problem?>? admit,
        HashSet<string> named)
    {
        if (Open(paths, out var problem) is not { } main)
            return Failed(paths, [problem!], []);

        var cache = options.CacheFolder is { } folder ? new ProfileCache(folder, paths) : null;
        var script = cache?.Find(main);
        if (script is null && cache is not null && compileOutside?.Invoke() is { } report)
        {
            if (report.Problems.Count > 0)
                return ProfileLoadResult.Failed(report.Problems, report.Warnings);
            script = cache.Find(main);
        }

        if (script is null)
        {
            script = ScriptCompiler.Compile(paths, main, named, out var problems, out var warnings);
            if (script is null)
                return Failed(paths, problems, warnings);
            if (cache?.Store(script) is { } notStored)
                script = script with { Warnings = [.. script.Warnings, notStored] };
        }

        var start = options.OnStartFile is { } file ? StartFile.Open(paths, file, named, out problem) : null;
        if (problem is not null)
            return Failed(paths, [problem], script.Warnings);

        if (admit?.Invoke(script.Inputs.Hash(start?.File)) is { } refused)
            return ProfileLoadResult.Failed([refused], Displayed(paths, script.Warnings));

        var profile = CompiledProfile.Load(paths, script, start, out problem);
        return profile is null
            ? Failed(paths, [problem!], script.Warnings)
            : ProfileLoadResult.Of(profile, Displayed(paths, script.Warnings));
    }

    /// <summary>Compiles a script into the cache, without loading it.</summary>
    /// <param name="scriptPath">The script.</param>
    /// <param name="options">How to compile it; with a cache folder.</param>
    /// <returns>What the compiler says.</returns>
    public static CompileReport Compile(string scriptPath, ProfileLoadOptions options)
    {
        var paths = new ScriptPaths(scriptPath, options);
        if (Open(paths, out var problem) is not { } main)
            return new(Displayed(paths, [problem!]), []);
        if (ScriptCompiler.Compile(paths, main, [], out var problems, out var warnings) is { } script && options.CacheFolder is { } folder)
            new ProfileCache(folder, paths).Store(script);
        return new(Displayed(paths, problems), Displayed(paths, warnings));
    }

    private static ScriptFile? Open(ScriptPaths paths, out Problem? problem)
    {
        var whole = new Position(paths.Main, 0, 0);
        problem = paths.IsAllowed(paths.Main) ? null : ScriptProblems.OutsideTree(whole, paths.Display(paths.Main), paths.Root);
        if (problem is not null)
            return null;
        try
        {
            return new ScriptFile(paths.Main, File.ReadAllBytes(paths.MainFullPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = ScriptProblems.CannotRead(whole, paths.Display(paths.Main), paths.MainFullPath, e);
            return null;
        }
    }

    private static ProfileLoadResult Failed(ScriptPaths paths, IReadOnlyList<Problem> problems, IReadOnlyList<Problem> warnings) =>
        ProfileLoadResult.Failed(Displayed(paths, problems), Displayed(paths, warnings));

    private static List<Problem> Displayed(ScriptPaths paths, IReadOnlyList<Problem> problems) =>
        [.. problems.Select(p => p with { Path = paths.Display(p.Path) })];
}
