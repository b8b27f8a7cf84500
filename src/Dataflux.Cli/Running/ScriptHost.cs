using Dataflux.Cli.Definitions;
using Dataflux.Scripting;

namespace Dataflux.Cli.Running;

/// <summary>Compiles a definition's script, or takes it from the cache beside the migrations' state.</summary>
internal static class ScriptHost
{
    internal static LoadedProfile Load(Definition definition)
    {
        var options = new ProfileLoadOptions
        {
            DisplayPath = definition.ProfileShown,
            CacheFolder = Path.Combine(Path.GetDirectoryName(definition.StateFolder)!, "cache"),
            RootFolder = definition.ProfileRoot,
            AllowOutside = definition.AllowOutside,
        };
        var result = ProfileLoader.Load(
            definition.ProfilePath,
            options,
            CompilerProcess.IsAvailable ? () => CompilerProcess.Compile(new(definition.ProfilePath, options)) : null);
        return new LoadedProfile
        {
            Problems = result.Problems,
            Warnings = result.Warnings,
            Hash = result.Profile?.Hash ?? "",
            GroupKey = result.Profile?.GroupKey,
            Files = result.Profile?.Files ?? [],
            Bind = context => result.Require().Bind(context),
            Owner = result.Profile,
        };
    }
}
