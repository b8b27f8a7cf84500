using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux sql</c>: opens the database's own program on a migration's target.</summary>
internal sealed class SqlCommand : Command, IExamples
{
    private readonly Argument<string?> _definition = new("definition")
    {
        Description = "The definition whose target to open; not needed when there is only one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Creates the command.</summary>
    /// <param name="console">The console.</param>
    /// <param name="composition">The dialects.</param>
    /// <param name="rest">What stands after <c>--</c>: the program's own arguments.</param>
    internal SqlCommand(CommandConsole console, Composition composition, IReadOnlyList<string> rest)
        : base("sql", $"Opens the database's own program ({string.Join(", ", Programs(composition))}) on a migration's target, "
            + "an embedded one included; arguments after -- are the program's own")
    {
        // As it is called by those who know the program.
        foreach (var program in Programs(composition))
        {
            Aliases.Add(program);
        }

        Add(_definition);
        SetAction((parsed, stop) => RunAsync(parsed.GetValue(_definition), console, composition, rest, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux sql pictures.yaml", "look around"),
        ("dataflux sql pictures.yaml -- -c 'select count(*) from picture'", "one statement"),
    ];

    private static IEnumerable<string> Programs(Composition composition) =>
        composition.Dialects.Targets.Select(static dialect => dialect.Shell).OfType<ITargetShell>().Select(static shell => shell.Program);

    private static async Task<int> RunAsync(
        string? name, CommandConsole console, Composition composition, IReadOnlyList<string> rest, CancellationToken stop)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var path = name is null ? lookup.FindOnly() : lookup.Find(name);
        var definition = composition.Reader(console).Read(path, new Overrides(), targetOnly: true).OrThrow();
        var shell = composition.DialectOf(definition).Shell ?? throw new UsageException(
            $"target type '{definition.Target.Type}' has no program to look into it; these have one: "
            + composition.TypesWith(static dialect => dialect.Shell));
        await using var session = await shell.OpenAsync(definition.TargetSettings, stop);

        // Ctrl+C stops a statement in the program; dataflux waits for the program itself to end.
        using var ignored = console.OwnsProcess
            ? PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true)
            : null;
        using var program = Start(session, shell.Advice, console, rest);
        await program.WaitForExitAsync(stop);
        return program.ExitCode;
    }

    private static Process Start(ShellSession session, string advice, CommandConsole console, IReadOnlyList<string> rest)
    {
        var start = new ProcessStartInfo(session.Program, [.. session.Arguments, .. rest])
        {
            UseShellExecute = false,
            WorkingDirectory = console.WorkingDirectory,
        };
        foreach (var (variable, value) in session.Environment)
        {
            start.Environment[variable] = value;
        }

        try
        {
            StandardOutput.GiveBack();
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"'{session.Program}' cannot be started: {e.Message}; {advice}");
        }
    }
}
