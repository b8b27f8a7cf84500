using Dataflux.Authoring.Checking.Reports;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Commands;
using Dataflux.Cli.Running;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli;

/// <summary>The command line as a whole: runs a command, and turns the ways it can end into exit codes.</summary>
internal static class DatafluxCommand
{
    /// <summary>The commands, in the order of the help.</summary>
    private static readonly Type[] Commands =
    [
        typeof(Root), typeof(DoctorCommand),
        typeof(InspectCommand), typeof(InitCommand), typeof(SchemaCommand), typeof(CheckCommand), typeof(ExplainCommand),
        typeof(TryCommand), typeof(TestCommand), typeof(PackCommand), typeof(PlanCommand), typeof(MigrateCommand),
        typeof(VerifyCommand), typeof(RunsCommand), typeof(RejectsCommand), typeof(ReplayCommand), typeof(UndoCommand),
        typeof(ForgetCommand), typeof(ResetCommand), typeof(StartCommand), typeof(StopCommand), typeof(StatusCommand),
        typeof(LogsCommand), typeof(SqlCommand), typeof(DdlCommand),
    ];

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
            return await CommandApp.RunAsync(CommandCall.From(args, stop), console, composition, Commands);
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
}
