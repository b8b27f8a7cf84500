using Dataflux.Definitions.Ground;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;

namespace Dataflux.Definitions;

/// <summary>A migration as it will run: every layer applied, every value checked.</summary>
internal sealed record Definition
{
    /// <summary>The file as the user would name it.</summary>
    internal required string Path { get; init; }

    /// <summary>The migration's name.</summary>
    internal required string Name { get; init; }

    /// <summary>The script, absolute.</summary>
    internal required string ProfilePath { get; init; }

    /// <summary>The script as the user would name it.</summary>
    internal required string ProfileShown { get; init; }

    /// <summary>
    /// The file of SQL that runs before the profile's own <c>onStart</c>, absolute; <see langword="null"/>: there is none.
    /// </summary>
    internal string? OnStartPath { get; init; }

    /// <summary>The same file as the user would name it.</summary>
    internal string? OnStartShown { get; init; }

    /// <summary>The folder the script and all it loads must be in: the project's, or a pack's own.</summary>
    internal string ProfileRoot { get => field ?? ProjectFolder; init; }

    /// <summary>The folder of the sample of the export that came in a pack, absolute; <see langword="null"/>: there is none.</summary>
    internal string? SampleFolder { get; init; }

    /// <summary>The SHA-256 the script must have, in lower case; <see langword="null"/>: any.</summary>
    internal string? ProfileSha256 { get; init; }

    /// <summary>Where items come from.</summary>
    internal required DialectChoice Source { get; init; }

    /// <summary>Where records go.</summary>
    internal required DialectChoice Target { get; init; }

    /// <summary>The profile's options: string, bool, long or decimal.</summary>
    internal required IReadOnlyDictionary<string, object?> Options { get; init; }

    /// <summary>Where the profile's options were given, by their names.</summary>
    internal IReadOnlyDictionary<string, Place> OptionPlaces { get; init; } = new Dictionary<string, Place>(StringComparer.Ordinal);

    /// <summary>The tables in which every row should come from the export.</summary>
    internal IReadOnlyList<string> Owned { get; init; } = [];

    /// <summary>What becomes of characters that databases cannot hold.</summary>
    internal NulPolicy Nul { get; init; }

    /// <summary>Whether deletes are skipped knowingly.</summary>
    internal bool SkipDeletes { get; init; }

    /// <summary>How attributes are reported that no accessor of the profile reads; <see langword="null"/>: not at all.</summary>
    internal CoverageOptions? Coverage { get; init; }

    /// <summary>How fast and how patiently to work.</summary>
    internal required MigrationOptions Migration { get; init; }

    /// <summary>The migration's state folder, absolute.</summary>
    internal required string StateFolder { get; init; }

    /// <summary>Where <c>run.log</c> goes, absolute.</summary>
    internal required string LogFolder { get; init; }

    /// <summary>The folder of <c>dataflux.yaml</c>, see <see cref="Definitions.ProjectFile.Find"/>.</summary>
    internal required string ProjectFolder { get; init; }

    /// <summary>Whether a profile may lie outside the project.</summary>
    internal bool AllowOutside { get; init; }

    /// <summary>
    /// Where the values of the definition's own keys, <c>source</c> and <c>target</c> were written, by key; defaults are absent.
    /// </summary>
    internal required IReadOnlyDictionary<string, Place> Places { get; init; }

    /// <summary>SHA-256 of what decides the result, see <see cref="DefinitionHash"/>.</summary>
    internal string Hash => DefinitionHash.Of(this);

    /// <summary>Where the log goes.</summary>
    internal string LogFile => System.IO.Path.Combine(LogFolder, "run.log");

    /// <summary>The source's settings, for its dialect.</summary>
    internal DialectSettings SourceSettings => new(Source.Values, StateFolder) { Learned = Learned, KeepsState = true, Migrates = true };

    /// <summary>The same, to look at what is there: a stream is not followed.</summary>
    internal DialectSettings SourceToLookAt => new(Source.Values, StateFolder) { Learned = Learned, KeepsState = true };

    /// <summary>The target's settings, for its dialect.</summary>
    internal DialectSettings TargetSettings => new(Target.Values, StateFolder) { Learned = Learned };

    /// <summary>Told each secret that a dialect learns later, such as a password that a command printed.</summary>
    internal Action<string> Learned { get; init; } = static _ => { };

    /// <summary>The texts that must never be shown.</summary>
    internal IReadOnlyList<string> Secrets => [.. Source.Secrets(), .. Target.Secrets()];
}
