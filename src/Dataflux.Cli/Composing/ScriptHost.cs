using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Cli.Composing;

/// <summary>Compiles a definition's script, or takes it from the cache beside the migrations' state.</summary>
internal static class ScriptHost
{
    /// <summary>Loads a script for one run: the compiler does not stay in this process.</summary>
    internal static LoadedProfile Load(Definition definition)
    {
        if (definition.ProfileSha256 is null)
            return Load(definition, Path.Combine(Path.GetDirectoryName(definition.StateFolder)!, "cache"));

        // What a SHA-256 vouches for is compiled from these very bytes: a cache could hold an assembly that was made of others.
        var own = Directory.CreateTempSubdirectory("dataflux-profile-");
        try
        {
            return Load(definition, own.FullName);
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Loads a script that is about to be loaded again and again: a compiler that stays warm in this process takes a tenth of a new
    /// one's time. Nothing is cached, since nearly every text of a script under edit is compiled once.
    /// </summary>
    internal static LoadedProfile LoadHere(Definition definition) =>
        Loaded(ProfileLoader.Load(definition.ProfilePath, Options(definition), admit: hash => ProfileCheck.Pinned(definition, hash)));

    private static LoadedProfile Load(Definition definition, string cache)
    {
        var options = Options(definition) with { CacheFolder = cache };
        return Loaded(ProfileLoader.Load(
            definition.ProfilePath,
            options,
            CompilerProcess.IsAvailable ? () => CompilerProcess.Compile(new(definition.ProfilePath, options)) : null,
            hash => ProfileCheck.Pinned(definition, hash)));
    }

    private static ProfileLoadOptions Options(Definition definition) => new()
    {
        DisplayPath = definition.ProfileShown,
        OnStartFile = definition.OnStartPath,
        RootFolder = definition.ProfileRoot,
        AllowOutside = definition.AllowOutside,
    };

    private static LoadedProfile Loaded(ProfileLoadResult result) => new()
    {
        Problems = result.Problems,
        Warnings = result.Warnings,
        Files = result.Files,
        Hash = result.Profile?.Hash ?? "",
        GroupKey = result.Profile?.GroupKey,
        Targets = result.Profile?.Targets ?? [],
        Options = result.Profile?.Options,
        HasUpsert = result.Profile is { HasUpsert: true },
        Bind = context => result.Require().Bind(context),
        Owner = result.Profile,
    };
}
