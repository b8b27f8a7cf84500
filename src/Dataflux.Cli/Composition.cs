using Dataflux.Cli.Definitions;
using Dataflux.Cli.Running;
using Dataflux.Dialects;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Dialects.PostgreSql.Scratch;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli;

/// <summary>What the front end is put together from: the one place that knows the dialects, the script host and psql.</summary>
internal sealed record Composition
{
    /// <summary>The kinds of source.</summary>
    internal required IReadOnlyList<SourceDialect> Sources { get; init; }

    /// <summary>The kinds of target.</summary>
    internal required IReadOnlyList<TargetDialect> Targets { get; init; }

    /// <summary>Compiles a definition's script; what is wrong with the script is in the result.</summary>
    internal required Func<Definition, LoadedProfile> LoadProfile { get; init; }

    /// <summary>
    /// The same for a script that is loaded again and again while somebody edits it; <see langword="null"/>:
    /// <see cref="LoadProfile"/> does it.
    /// </summary>
    internal Func<Definition, LoadedProfile>? LoadProfileHere { get; init; }

    /// <summary>Makes a definition's database reachable by psql; an embedded server runs until the session is disposed.</summary>
    internal required Func<Definition, CancellationToken, Task<PsqlSession>> OpenPsql { get; init; }

    /// <summary>Removes a definition's embedded database for good.</summary>
    internal required Func<Definition, CancellationToken, Task> RemoveDatabase { get; init; }

    /// <summary>The embedded databases whose project is gone.</summary>
    internal Func<IReadOnlyList<OrphanedCluster>> FindOrphans { get; init; } = static () => [];

    /// <summary>Opens a database for copies of a definition's tables.</summary>
    internal Func<Definition, CancellationToken, Task<ScratchDatabase>> OpenScratch { get; init; } = ScratchHost.OpenAsync;

    /// <summary>Opens a private database for tests with tables.</summary>
    internal Func<Definition, CancellationToken, Task<ScratchDatabase>> OpenTestDatabase { get; init; } = ScratchHost.OpenPrivateAsync;

    /// <summary>What the program runs with.</summary>
    internal static Composition Default { get; } = new()
    {
        Sources = DialectRegistry.Sources,
        Targets = DialectRegistry.Targets,
        LoadProfile = ScriptHost.Load,
        LoadProfileHere = ScriptHost.LoadHere,
        OpenPsql = PsqlHost.OpenAsync,
        RemoveDatabase = PsqlHost.RemoveDatabaseAsync,
        FindOrphans = OrphanedCluster.Find,
    };

    /// <summary>Opens a definition's target; nothing is connected yet.</summary>
    internal ITargetDialect TargetOf(Definition definition) =>
        Targets.First(dialect => dialect.Type == definition.Target.Type).Create(definition.TargetSettings);

    /// <summary>The definition as it is looked at where any items will do: for one from a pack, the pack's sample is its source.</summary>
    internal Definition OnSample(Definition definition)
    {
        foreach (var dialect in definition.SampleFolder is null ? [] : Sources)
        {
            if (dialect.Locate?.Invoke(definition.SampleFolder!, definition.ProjectFolder) is not { } found)
                continue;

            var values = found.ToDictionary(option => option.Key, option => (object)option.Value, StringComparer.Ordinal);
            return definition with { Source = new DialectChoice(new DialectShape(dialect.Type, dialect.Options), values) };
        }

        return definition;
    }

    /// <summary>The target where it keeps the migration's state; <see langword="null"/> where the state folder does.</summary>
    internal ITargetDialect? StateTargetOf(Definition definition) =>
        definition.Migration.Checkpoint == CheckpointPlace.Target ? TargetOf(definition) : null;

    /// <summary>A reader of definitions for these dialects.</summary>
    internal DefinitionReader Reader(CommandConsole console) => new(SourceShapes, TargetShapes, console.Environment, console.WorkingDirectory, console.Secrets);

    /// <summary>The schema of definitions with these dialects.</summary>
    internal DefinitionSchema Schema => new(SourceShapes, TargetShapes);

    private IReadOnlyList<DialectShape> SourceShapes => [.. Sources.Select(dialect => new DialectShape(dialect.Type, dialect.Options))];

    private IReadOnlyList<DialectShape> TargetShapes => [.. Targets.Select(dialect => new DialectShape(dialect.Type, dialect.Options))];
}
