using System.CommandLine;
using System.CommandLine.Help;
using Dataflux.Authoring.Checking.Reports;
using Dataflux.Cli.Commands;
using Dataflux.Cli.Running;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli;

/// <summary>The command line as a whole: parses, runs, and turns the ways a command can end into exit codes.</summary>
internal sealed class DatafluxCommand : Command, IExamples
{
    private readonly Option<bool> _version = new("--version") { Description = "Show the version" };

    private DatafluxCommand(CommandConsole console, Composition composition, IReadOnlyList<string> rest)
        : base("dataflux", $"Moves {composition.Dialects.SourceTitles} into {composition.Dialects.TargetTitles} through C# profiles; "
            + "stop it at any moment and run it again.")
    {
        Add(new InspectCommand(console, composition));
        Add(new InitCommand(console, composition));
        Add(new SchemaCommand(console, composition));
        Add(new CheckCommand(console, composition));
        Add(new ExplainCommand(console));
        Add(new TryCommand(console, composition));
        Add(new TestCommand(console, composition));
        Add(new PackCommand(console, composition));
        Add(new PlanCommand(console, composition));
        Add(new MigrateCommand(console, composition));
        Add(new VerifyCommand(console, composition));
        Add(new RunsCommand(console, composition));
        Add(new RejectsCommand(console, composition));
        Add(new ReplayCommand(console, composition));
        Add(new UndoCommand(console, composition));
        Add(new ForgetCommand(console, composition));
        Add(new ResetCommand(console, composition));
        Add(new StartCommand(console, composition));
        Add(new StopCommand(console, composition));
        Add(new StatusCommand(console, composition));
        Add(new LogsCommand(console, composition));
        Add(new SqlCommand(console, composition, rest));
        Add(_version);
        Add(new HelpOption { Action = new HelpWithExamples() });
        SetAction(parsed =>
        {
            if (!parsed.GetValue(_version))
                throw new UsageException($"a command is needed: {Names()}; see: dataflux --help");

            console.Out.WriteLine($"dataflux {ToolVersion.Text}");
            return ExitCode.Complete;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux inspect s3://exports/pictures", "look into an export before writing a profile"),
        ("dataflux init pictures --from s3://exports/pictures", "write a definition and a profile that fit it"),
        ("dataflux check pictures.yaml", "find mistakes in a definition and its script"),
        ("dataflux try pictures.yaml", "see what a few items would become; nothing is written"),
        ("dataflux test pictures.yaml", "carry out the tests of its script"),
        ("dataflux migrate pictures.yaml", "run a migration, or resume it"),
        ("dataflux start pictures.yaml", "the same as a daemon; see it with status and logs -f, end it with stop"),
        ("dataflux sql pictures.yaml", "look at the result"),
    ];

    private string Names() => string.Join(", ", Subcommands.SkipLast(1).Select(command => command.Name)) + $" or {Subcommands[^1].Name}";

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="console">The console.</param>
    /// <param name="composition">The dialects and the script host.</param>
    /// <param name="stop">Asks a run to finish its batches, save and return.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(
        IReadOnlyList<string> args, CommandConsole console, Composition composition, CancellationToken stop = default)
    {
        console = console.Guarded(composition.Dialects.SecretVariables);
        using var unfinished = console.OwnsProcess ? new UnfinishedCommand(console.Error) : null;
        try
        {
            composition = ProjectDialects.AddTo(composition, console.WorkingDirectory);
            console.Secrets.Add(composition.Dialects.SecretVariables.Select(name => console.Environment.GetValueOrDefault(name, "")));
            var (own, rest) = Split(args);
            var parsed = new DatafluxCommand(console, composition, rest ?? []).Parse(
                own, new ParserConfiguration { ResponseFileTokenReplacer = null });
            UsageCheck.Check(parsed, rest);
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = console.Out,
                    Error = console.Error,
                    EnableDefaultExceptionHandler = false,

                    // Signals are the commands' own.
                    ProcessTerminationTimeout = null,
                },
                stop);
        }
        catch (LoggedException e)
        {
            return e.ExitCode;
        }
        catch (ProblemsException e)
        {
            ProblemText.Write(e.Problems, console, composition);
            return e.ExitCode;
        }
        catch (DatafluxException e)
        {
            console.Error.WriteLine($"error: {e.Message}");
            if (e is UnexpectedException && args.Contains("--verbose", StringComparer.Ordinal))
                console.Error.WriteLine(e.InnerException!.StackTrace);

            return e.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            // The process's edge.
            console.Error.WriteLine(Printable.Message($"error: unexpected {e.GetType().Name}: {e.Message}"));
            console.Error.WriteLine("This is a bug in dataflux; run with --verbose for the details.");
            if (args.Contains("--verbose", StringComparer.Ordinal))
                console.Error.WriteLine(e.StackTrace);

            return ExitCode.Failed;
        }
    }

    /// <summary>What stands after <c>--</c> is for another program and not parsed here.</summary>
    private static (IReadOnlyList<string> Own, IReadOnlyList<string>? ForProgram) Split(IReadOnlyList<string> args)
    {
        var own = args.TakeWhile(arg => arg != "--").ToList();
        return (own, own.Count == args.Count ? null : [.. args.Skip(own.Count + 1)]);
    }
}
