using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Output;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary>The definition and the options of <c>migrate</c>, which <c>start</c> takes as well.</summary>
/// <param name="Flags">The flags that are keys of the definition.</param>
/// <param name="Definition">The definition.</param>
/// <param name="Set">Options of the profile and of the dialects.</param>
/// <param name="AcceptChanges">Whether changes are accepted.</param>
/// <param name="Quiet">Whether the screen shows less.</param>
/// <param name="Verbose">Whether the screen shows everything.</param>
/// <param name="LogFormat">The form of log lines.</param>
/// <param name="Dashboard">The port of the run's page.</param>
/// <param name="MetricsPort">The port of the metrics.</param>
/// <param name="MetricsHost">The address of the metrics.</param>
internal sealed record MigrateOptions(
    [FromService] DefinitionFlags Flags,
    [Argument(Description = DefinitionArguments.Meaning)] string Definition,
    [Option(ValueName = "name=value",
        Description = "An option of the profile; source.name and target.name set the dialect's; repeatable")]
    string[]? Set,
    [Option(Description = "Resume although the definition or the script has changed")] bool AcceptChanges,
    [Option('q', Description = "Only warnings and errors")] bool Quiet,
    [Option('v', Description = "Everything, details of failures included")] bool Verbose,
    [Option(ValueName = "port", Description = "Serves the run's page on this computer, at a free port unless one is given")]
    [ValueMayBeLeftOut("0")]
    int? Dashboard,
    [Option(ValueName = "n", Description = "Serves the metrics as a Prometheus page; 0 for a free port")] int? MetricsPort,
    [Option(ValueName = "ip", Description = "The address that page is served at")] string MetricsHost = "127.0.0.1",
    [Option(ValueName = "text|json", Description = "The form of log lines on the screen and in run.log")]
    LogFormat LogFormat = LogFormat.Text)
    : ICommandParameterSet
{
    /// <summary>Reads the definition as these options change it.</summary>
    /// <exception cref="Engine.Ground.DatafluxException">Something is wrong with the options or the definition.</exception>
    internal Definition Read(CommandConsole console, Composition composition)
    {
        if (Quiet && Verbose)
            throw new UsageException("--quiet and --verbose exclude each other; give one");

        var path = new DefinitionLookup(console.WorkingDirectory).Find(Definition);
        var overrides = Flags.Read();
        overrides.Set(Set ?? []);
        var definition = composition.Reader(console).Read(path, overrides).OrThrow();
        return definition with { Migration = definition.Migration with { AcceptChanges = AcceptChanges } };
    }

    /// <summary>How the run is shown.</summary>
    internal RunView View() => new()
    {
        Verbosity = Quiet ? Verbosity.Quiet : Verbose ? Verbosity.Verbose : Verbosity.Normal,
        LogFormat = LogFormat,
        DashboardPort = PortOf(Dashboard, "--dashboard"),
        MetricsPort = PortOf(MetricsPort, "--metrics-port"),
        MetricsHost = MetricsHost,
    };

    private static int? PortOf(int? port, string option) => port is null or (>= 0 and <= ushort.MaxValue)
        ? port
        : throw new UsageException($"{option} is {port}; expected a port from 0 to {ushort.MaxValue}");
}
