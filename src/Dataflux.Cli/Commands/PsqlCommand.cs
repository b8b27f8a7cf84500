using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Dataflux.Cli.Definitions;
using Dataflux.Cli.Running;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux psql</c>: opens psql on a migration's target.</summary>
internal sealed class PsqlCommand : Command, IExamples
{
    private readonly Argument<string?> _definition = new("definition")
    {
        Description = "The definition whose target to open; not needed when there is only one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Creates the command.</summary>
    /// <param name="console">The console.</param>
    /// <param name="composition">Opens the target's database.</param>
    /// <param name="rest">What stands after <c>--</c>: psql's own arguments.</param>
    internal PsqlCommand(CommandConsole console, Composition composition, IReadOnlyList<string> rest)
        : base("psql", "Opens psql on a migration's target, an embedded one included; arguments after -- are psql's own")
    {
        Add(_definition);
        SetAction((parsed, stop) => RunAsync(parsed.GetValue(_definition), console, composition, rest, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux psql pictures.yaml", "look around"),
        ("dataflux psql pictures.yaml -- -c 'select count(*) from picture'", "one statement"),
    ];

    private static async Task<int> RunAsync(
        string? name, CommandConsole console, Composition composition, IReadOnlyList<string> rest, CancellationToken stop)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var path = name is null ? lookup.FindOnly() : lookup.Find(name);
        var definition = composition.Reader(console).Read(path, new Overrides(), targetOnly: true).OrThrow();
        await using var session = await composition.OpenPsql(definition, stop);

        // Ctrl+C stops a statement in psql; dataflux waits for psql itself to end.
        using var ignored = console.OwnsProcess ? PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true) : null;
        using var psql = Start(session, console, rest);
        await psql.WaitForExitAsync(stop);
        return psql.ExitCode;
    }

    private static Process Start(PsqlSession session, CommandConsole console, IReadOnlyList<string> rest)
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
            Output.StandardOutput.GiveBack();
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"'{session.Program}' cannot be started: {e.Message}; install PostgreSQL's client programs, or put them on the PATH");
        }
    }
}
