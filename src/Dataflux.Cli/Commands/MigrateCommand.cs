using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Running;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux migrate</c>: runs a migration, or resumes it.</summary>
internal sealed class MigrateCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("migrate", Description = "Runs a migration; run again, it resumes where it was stopped")]
    [TakesDefinitionFlags]
    [Example("dataflux migrate pictures.yaml", "run it, or resume it")]
    [Example("dataflux migrate pictures --limit 10000", "try it with the first 10,000 items")]
    [Example("dataflux migrate pictures -m 20000000 --max-rejects 1%", "set the option maxId; stop when more than 1% is rejected")]
    [Example("dataflux migrate pictures --max-rate 5000/s --max-replica-lag 10s", "spare the database and its replicas")]
    [Example(
        "dataflux migrate pictures --source-type s3-dynamodb --s3-bucket exports --s3-prefix pictures/ --export latest",
        "the newest export in a bucket")]
    [Example("dataflux migrate pictures --source-type local-dynamodb --set source.path=./export", "an export on this disk")]
    public Task<int> RunAsync(MigrateOptions options) =>
        new MigrationRun(console, composition, options.Read(console, composition), options.View()).RunAsync(call.Stop);
}
