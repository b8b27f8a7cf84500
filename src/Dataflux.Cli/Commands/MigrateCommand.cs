using System.CommandLine;
using Dataflux.Cli.Running;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux migrate</c>: runs a migration, or resumes it.</summary>
internal sealed class MigrateCommand : Command, IExamples
{
    internal MigrateCommand(CommandConsole console, Composition composition)
        : base("migrate", "Runs a migration; run again, it resumes where it was stopped")
    {
        var options = new MigrateOptions(this, composition.Dialects);
        SetAction((parsed, stop) =>
            new MigrationRun(console, composition, options.Read(parsed, console, composition), options.View(parsed)).RunAsync(stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux migrate pictures.yaml", "run it, or resume it"),
        ("dataflux migrate pictures --limit 10000", "try it with the first 10,000 items"),
        ("dataflux migrate pictures -m 20000000 --max-rejects 1%", "set the option maxId; stop when more than 1% is rejected"),
        ("dataflux migrate pictures --max-rate 5000/s --max-replica-lag 10s", "spare the database and its replicas"),
        ("dataflux migrate pictures --source-type s3-dynamodb --s3-bucket exports --s3-prefix pictures/ --export latest",
            "the newest export in a bucket"),
        ("dataflux migrate pictures --source-type local-dynamodb --set source.path=./export", "an export on this disk"),
    ];
}
