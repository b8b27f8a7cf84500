using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;

namespace Dataflux.Composing;

/// <summary>What the front end is put together from: the dialects and the script host.</summary>
internal sealed record Composition
{
    /// <summary>The kinds of source and target.</summary>
    internal required DialectRegistry Dialects { get; init; }

    /// <summary>What is wrong with the dialects that the project brings.</summary>
    internal IReadOnlyList<Problem> DialectProblems { get; init; } = [];

    /// <summary>Compiles a definition's script; what is wrong with the script is in the result.</summary>
    internal required Func<Definition, LoadedProfile> LoadProfile { get; init; }

    /// <summary>
    /// The same for a script that is loaded again and again while somebody edits it; <see langword="null"/>:
    /// <see cref="LoadProfile"/> does it.
    /// </summary>
    internal Func<Definition, LoadedProfile>? LoadProfileHere { get; init; }

    /// <summary>Opens a definition's target; nothing is connected yet.</summary>
    internal ITargetConnection TargetOf(Definition definition) => DialectOf(definition).Create(definition.TargetSettings);

    /// <summary>The kind of a definition's target.</summary>
    internal TargetDialect DialectOf(Definition definition) => Dialects.Target(definition.Target.Type);

    /// <summary>What makes copies of a definition's tables; where its kind of target was not read, any kind that can.</summary>
    /// <exception cref="ScratchRefusedException">Its kind of target cannot.</exception>
    internal IScratchTargets ScratchOf(Definition definition)
    {
        var type = definition.Target.Type;
        var dialect = Dialects.Targets.FirstOrDefault(dialect => type.Length == 0 ? dialect.Scratch is not null : dialect.Type == type);
        return dialect?.Scratch ?? throw new ScratchRefusedException(
            $"copies of tables cannot be made for target type '{type}'; they can for {TypesWith(static dialect => dialect.Scratch)}");
    }

    /// <summary>The kinds of target that have a part, for people.</summary>
    internal string TypesWith(Func<TargetDialect, object?> part) =>
        string.Join(", ", Dialects.Targets.Where(dialect => part(dialect) is not null).Select(static dialect => $"'{dialect.Type}'"));

    /// <summary>The programs that can be told how to read what a kind of target wrote, by name.</summary>
    internal IEnumerable<string> Readers => Dialects.Targets.SelectMany(static dialect => dialect.Statements?.Readers ?? []);

    /// <summary>The definition as it is looked at where any items will do: for one from a pack, the pack's sample is its source.</summary>
    internal Definition OnSample(Definition definition)
    {
        foreach (var dialect in definition.SampleFolder is null ? [] : Dialects.Sources)
        {
            if (dialect.Locate?.Invoke(definition.SampleFolder!, definition.ProjectFolder) is not { } found)
                continue;

            var values = found.ToDictionary(option => option.Key, option => (object)option.Value, StringComparer.Ordinal);
            return definition with { Source = new DialectChoice(new DialectShape(dialect.Type, dialect.Options), values) };
        }

        return definition;
    }

    /// <summary>The target where it keeps the migration's state; <see langword="null"/> where the state folder does.</summary>
    internal ITargetConnection? StateTargetOf(Definition definition) =>
        definition.Migration.Checkpoint == CheckpointPlace.Target ? TargetOf(definition) : null;

    /// <summary>A reader of definitions for these dialects.</summary>
    /// <exception cref="ProblemsException">Something is wrong with a dialect that the project brings.</exception>
    internal DefinitionReader Reader(CommandConsole console) => DialectProblems.Count > 0
        ? throw new ProblemsException(DialectProblems)
        : new(SourceShapes, TargetShapes, console.Environment, console.WorkingDirectory, console.Secrets);

    /// <summary>The schema of definitions with these dialects.</summary>
    internal DefinitionSchema Schema => new(SourceShapes, TargetShapes);

    private IReadOnlyList<DialectShape> SourceShapes =>
        [.. Dialects.Sources.Select(dialect => new DialectShape(dialect.Type, dialect.Options))];

    private IReadOnlyList<DialectShape> TargetShapes =>
        [.. Dialects.Targets.Select(dialect => new DialectShape(dialect.Type, dialect.Options))];
}
