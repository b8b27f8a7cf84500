using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Settings;

/// <summary>A kind of target: its name in definitions, its options, how to open one, what else can be done with it.</summary>
/// <param name="Type">The value of <c>target: type</c>, such as <c>postgresql</c>.</param>
/// <param name="Options">The keys it takes.</param>
/// <param name="Create">Makes a target; does no I/O.</param>
public sealed record TargetDialect(string Type, IReadOnlyList<DialectOption> Options, Func<DialectSettings, ITargetConnection> Create)
{
    /// <summary>
    /// What a profile may ask of its target, such as <see cref="Profiles.ISqlTarget"/>: the functions of a profile that ask for another one
    /// are refused when the script is loaded.
    /// </summary>
    public required Type ProfileInterface { get; init; }

    /// <summary>What it writes, for people.</summary>
    public string Title { get => field ?? Type; init; }

    /// <summary>The environment variables with secrets that its client reads by itself.</summary>
    public IReadOnlyList<string> SecretVariables { get; init; } = [];

    /// <summary>The program to look into a target with; <see langword="null"/>: there is none.</summary>
    public ITargetShell? Shell { get; init; }

    /// <summary>The server that dataflux can run by itself; <see langword="null"/>: it cannot.</summary>
    public IPrivateServer? Server { get; init; }

    /// <summary>How <c>init</c> makes tables; <see langword="null"/>: it does not.</summary>
    public ITableScaffold? Scaffold { get; init; }

    /// <summary>
    /// Whether <see cref="ITargetConnection.PrepareAsync"/> asks nobody, so that <c>check</c> looks at the records without
    /// <c>--connect</c>.
    /// </summary>
    public bool PreparesAlone { get; init; }

    /// <summary>The statements by which other programs read what it writes; <see langword="null"/>: there are none.</summary>
    public ILoadStatements? Statements { get; init; }

    /// <summary>Copies of a target's tables; <see langword="null"/>: none can be made.</summary>
    public IScratchTargets? Scratch { get; init; }
}
