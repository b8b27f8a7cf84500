using Cocona.Command;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.CommandLine;

/// <summary>The flags that are keys of a definition, those of the kinds of source and target included.</summary>
internal sealed class DefinitionFlags
{
    private readonly CommandCall _call;
    private readonly List<(CommandOptionDescriptor Option, Action<Overrides, YamlScalar> Apply)> _flags;

    /// <param name="dialects">The kinds of source and target, which have flags too.</param>
    /// <param name="call">The call, where the flags are given.</param>
    internal DefinitionFlags(DialectRegistry dialects, CommandCall call)
    {
        _call = call;
        _flags =
        [
            Key(DefinitionKeys.BatchSize, "n", "batch-size", 'b'),
            Flag("max-id", "id", "Sets the profile's option maxId", static (overrides, value) => overrides.Options["maxId"] = value, 'm'),
            Key(DefinitionKeys.Limit, "n", "limit"),
            Key(DefinitionKeys.MaxRejects, "n|n%", "max-rejects"),
            Key(DefinitionKeys.Readers, "n", "readers"),
            Key(DefinitionKeys.Writers, "n", "writers"),
            Key(DefinitionKeys.MaxRate, "n/s", "max-rate"),
            Key(DefinitionKeys.MaxReplicaLag, "time", "max-replica-lag"),
            Key(DefinitionKeys.StateDir, "folder", "state-dir"),
            Flag("source-type", "type", "The kind of source", static (overrides, value) => overrides.Source[DefinitionKeys.Type] = value),
            Flag("target-type", "type", "The kind of target", static (overrides, value) => overrides.Target[DefinitionKeys.Type] = value),
            .. Flags(dialects.Sources.SelectMany(static dialect => dialect.Options), static overrides => overrides.Source),
            .. Flags(dialects.Targets.SelectMany(static dialect => dialect.Options), static overrides => overrides.Target),
        ];
    }

    /// <summary>The flags, as a command's options.</summary>
    internal IReadOnlyList<CommandOptionDescriptor> Options => [.. _flags.Select(static flag => flag.Option)];

    /// <summary>What was given, as a definition's uppermost layer.</summary>
    internal Overrides Read()
    {
        var overrides = new Overrides();
        foreach (var given in _call.Given.Options)
        {
            if (_flags.Find(flag => flag.Option == given.Option) is { Option: { } option, Apply: { } apply })
                apply(overrides, YamlScalar.Given($"--{option.Name}", given.Value!));
        }

        return overrides;
    }

    private static IEnumerable<(CommandOptionDescriptor Option, Action<Overrides, YamlScalar> Apply)> Flags(
        IEnumerable<DialectOption> options, Func<Overrides, IDictionary<string, YamlValue>> section) =>
        from option in options
        where option.Flag is not null
        group option by option.Flag into same
        let name = same.First().Name
        select Flag(
            same.Key.Name.TrimStart('-'),
            same.Key.ValueName,
            same.Key.Description,
            (overrides, value) => section(overrides)[name] = value);

    private static (CommandOptionDescriptor Option, Action<Overrides, YamlScalar> Apply) Key(
        DefinitionKey key, string valueName, string name, params char[] shortNames) =>
        Flag(
            name,
            valueName,
            key.Description.TrimEnd('.') + (key.Default is null ? "" : $" [default: {key.Default}]"),
            (overrides, value) => overrides.Keys[key.Name] = value,
            shortNames);

    private static (CommandOptionDescriptor Option, Action<Overrides, YamlScalar> Apply) Flag(
        string name, string valueName, string description, Action<Overrides, YamlScalar> apply, params char[] shortNames) =>
        (new CommandOptionDescriptor(
            typeof(string), name, shortNames, description, new CoconaDefaultValue(null), valueName, CommandOptionFlags.None, []), apply);
}
