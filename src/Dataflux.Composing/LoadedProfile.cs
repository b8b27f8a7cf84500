using Dataflux.Engine;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Profiles;
using Dataflux.Scripting;
using Dataflux.Scripting.Contract;

namespace Dataflux.Composing;

/// <summary>What came of loading a script.</summary>
internal sealed record LoadedProfile : IDisposable
{
    /// <summary>Everything that is wrong; empty: the profile can be bound.</summary>
    internal IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What the compiler warns of.</summary>
    internal IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>The full paths of the script and what it loads, see <see cref="Scripting.ProfileLoadResult.Files"/>.</summary>
    internal IReadOnlyCollection<string> Files { get; init; } = [];

    /// <summary>SHA-256 of the script and everything it loads, in hexadecimal.</summary>
    internal string Hash { get; init; } = "";

    /// <summary>What the script's <c>groupKey</c> returns; <see langword="null"/>: it has none.</summary>
    internal Type? GroupKey { get; init; }

    /// <summary>Whether the script has an <c>upsert</c>, which may combine records of one key.</summary>
    internal bool HasUpsert { get; init; }

    /// <summary>What the script's functions that write ask of their target.</summary>
    internal IReadOnlyList<TargetUse> Targets { get; init; } = [];

    /// <summary>
    /// The options that the script reads, see <see cref="CompiledProfile.Options"/>; <see langword="null"/>: nobody knows.
    /// </summary>
    internal IReadOnlyList<OptionUse>? Options { get; init; }

    /// <summary>Makes the profile for a run.</summary>
    internal required Func<ProfileContext, Profile> Bind { get; init; }

    /// <summary>What is run with it: a migration, if nothing else is said.</summary>
    internal Func<Profile, MigrationPlan, CancellationToken, Task<RunSummary>> Run { get; init; } = MigrationStart.RunAsync;

    /// <summary>What frees the script.</summary>
    internal IDisposable? Owner { get; init; }

    public void Dispose() => Owner?.Dispose();
}
