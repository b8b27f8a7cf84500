using System.CommandLine;
using Dataflux.Cli.Output;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Commands;

/// <summary>The definition and the options of <c>migrate</c>, which <c>start</c> takes as well.</summary>
internal sealed class MigrateOptions
{
    private readonly Argument<string> _definition = new("definition")
    {
        Description = "The definition: a path, or a name in the working directory or in migrations/",
    };

    private readonly List<(Option<string> Option, Action<Overrides, string> Apply)> _overrides;
    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "name=value",
        Description = "An option of the profile; source.name and target.name set the dialect's; repeatable",
    };

    private readonly Option<bool> _acceptChanges = new("--accept-changes")
    {
        Description = "Resume although the definition or the script has changed",
    };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only warnings and errors" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Everything, details of failures included" };
    private readonly Option<LogFormat> _logFormat = new("--log-format")
    {
        HelpName = "form",
        Description = "The form of log lines on the screen and in run.log, text or json [default: text]",
    };

    private readonly Option<int?> _metricsPort = new("--metrics-port")
    {
        HelpName = "n",
        Description = "Serves the metrics as a Prometheus page; 0 for a free port",
    };

    private readonly Option<int?> _dashboard = new("--dashboard")
    {
        HelpName = "port",
        Description = "Serves the run's page on this computer, at a free port unless one is given",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _metricsHost = new("--metrics-host")
    {
        HelpName = "ip",
        Description = "The address that page is served at [default: 127.0.0.1]",
    };

    /// <param name="command">The command that takes them.</param>
    /// <param name="dialects">The kinds of source and target, which have flags too.</param>
    internal MigrateOptions(Command command, DialectRegistry dialects)
    {
        _overrides =
        [
            Key(DefinitionKeys.BatchSize, "n", "--batch-size", "-b"),
            Option("--max-id", "id", "Sets the profile's option maxId", (overrides, value) => overrides.Options["maxId"] = value, "-m"),
            Key(DefinitionKeys.Limit, "n", "--limit"),
            Key(DefinitionKeys.MaxRejects, "n|n%", "--max-rejects"),
            Key(DefinitionKeys.Readers, "n", "--readers"),
            Key(DefinitionKeys.Writers, "n", "--writers"),
            Key(DefinitionKeys.MaxRate, "n/s", "--max-rate"),
            Key(DefinitionKeys.MaxReplicaLag, "time", "--max-replica-lag"),
            Key(DefinitionKeys.StateDir, "folder", "--state-dir"),
            Option("--source-type", "type", "The kind of source", (overrides, value) => overrides.Source[DefinitionKeys.Type] = value),
            Option("--target-type", "type", "The kind of target", (overrides, value) => overrides.Target[DefinitionKeys.Type] = value),
            .. Flags(dialects.Sources.SelectMany(static dialect => dialect.Options), static overrides => overrides.Source),
            .. Flags(dialects.Targets.SelectMany(static dialect => dialect.Options), static overrides => overrides.Target),
        ];
        command.Add(_definition);
        foreach (var (option, _) in _overrides)
        {
            command.Add(option);
        }

        command.Add(_set);
        command.Add(_acceptChanges);
        command.Add(_quiet);
        command.Add(_verbose);
        command.Add(_logFormat);
        command.Add(_dashboard);
        command.Add(_metricsPort);
        command.Add(_metricsHost);
    }

    /// <summary>Reads the definition as these options change it.</summary>
    /// <exception cref="Engine.Ground.DatafluxException">Something is wrong with the options or the definition.</exception>
    internal Definition Read(ParseResult parsed, CommandConsole console, Composition composition)
    {
        if (parsed.GetValue(_quiet) && parsed.GetValue(_verbose))
            throw new UsageException("--quiet and --verbose exclude each other; give one");

        var path = new DefinitionLookup(console.WorkingDirectory).Find(parsed.GetRequiredValue(_definition));
        var definition = composition.Reader(console).Read(path, Overrides(parsed)).OrThrow();
        return definition with { Migration = definition.Migration with { AcceptChanges = parsed.GetValue(_acceptChanges) } };
    }

    /// <summary>How the run is shown.</summary>
    internal RunView View(ParseResult parsed) => new()
    {
        Verbosity = parsed.GetValue(_quiet) ? Verbosity.Quiet : parsed.GetValue(_verbose) ? Verbosity.Verbose : Verbosity.Normal,
        LogFormat = parsed.GetValue(_logFormat),
        DashboardPort = parsed.GetResult(_dashboard) is null ? null : PortOf(parsed.GetValue(_dashboard) ?? 0, _dashboard),
        MetricsPort = PortOf(parsed.GetValue(_metricsPort), _metricsPort),
        MetricsHost = parsed.GetValue(_metricsHost) ?? "127.0.0.1",
    };

    private static int? PortOf(int? port, Option option) => port is null or (>= 0 and <= ushort.MaxValue)
        ? port
        : throw new UsageException($"{option.Name} is {port}; expected a port from 0 to {ushort.MaxValue}");

    private Overrides Overrides(ParseResult parsed)
    {
        var overrides = new Overrides();
        foreach (var (option, apply) in _overrides)
        {
            if (parsed.GetValue(option) is { } value)
                apply(overrides, value);
        }

        overrides.Set(parsed.GetValue(_set) ?? []);

        return overrides;
    }

    private static IEnumerable<(Option<string> Option, Action<Overrides, string> Apply)> Flags(
        IEnumerable<DialectOption> options, Func<Overrides, IDictionary<string, YamlValue>> section) =>
        from option in options
        where option.Flag is not null
        group option by option.Flag into same
        let name = same.First().Name
        select Option(same.Key.Name, same.Key.ValueName, same.Key.Description, (overrides, value) => section(overrides)[name] = value);

    private static (Option<string> Option, Action<Overrides, string> Apply) Key(
        DefinitionKey key, string valueName, string name, params string[] aliases) =>
        Option(
            name,
            valueName,
            key.Description.TrimEnd('.') + (key.Default is null ? "" : $" [default: {key.Default}]"),
            (overrides, value) => overrides.Keys[key.Name] = value,
            aliases);

    private static (Option<string> Option, Action<Overrides, string> Apply) Option(
        string name, string valueName, string description, Action<Overrides, YamlScalar> apply, params string[] aliases) =>
        (new Option<string>(name, aliases) { HelpName = valueName, Description = description },
            (overrides, text) => apply(overrides, YamlScalar.Given(name, text)));
}
