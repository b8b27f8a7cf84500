using Dataflux.Cli.Definitions;
using Dataflux.Cli.Running;
using Dataflux.Dialects;
using Dataflux.Engine;
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

    /// <summary>What the program runs with.</summary>
    internal static Composition Default { get; } = new()
    {
        Sources = DialectRegistry.Sources,
        Targets = DialectRegistry.Targets,
        LoadProfile = ScriptHost.Load,
        LoadProfileHere = ScriptHost.LoadHere,
        OpenPsql = PsqlHost.OpenAsync,
        RemoveDatabase = PsqlHost.RemoveDatabaseAsync,
    };

    /// <summary>Opens a definition's target; nothing is connected yet.</summary>
    internal ITargetDialect TargetOf(Definition definition) =>
        Targets.First(dialect => dialect.Type == definition.Target.Type).Create(definition.TargetSettings);

    /// <summary>The target where it keeps the migration's state; <see langword="null"/> where the state folder does.</summary>
    internal ITargetDialect? StateTargetOf(Definition definition) =>
        definition.Migration.Checkpoint == CheckpointPlace.Target ? TargetOf(definition) : null;

    /// <summary>A reader of definitions for these dialects.</summary>
    internal DefinitionReader Reader(CommandConsole console) => new(
        [.. Sources.Select(dialect => new DialectShape(dialect.Type, dialect.Options))],
        [.. Targets.Select(dialect => new DialectShape(dialect.Type, dialect.Options))],
        console.Environment,
        console.WorkingDirectory);
}
