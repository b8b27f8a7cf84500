using System.CommandLine;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Cli.Commands;

/// <summary>What commands that look into an export take beside its place: which one of several, and options of the source.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _export;
    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "source.name=value",
        Description = "An option of the source, such as source.region=eu-central-1 or source.endpoint=http://localhost:9000; repeatable",
    };

    /// <param name="exportDefault">Which export is taken where several are found and none is named.</param>
    internal SourceOptions(string exportDefault) => _export = new("--export")
    {
        HelpName = "id|latest",
        Description = $"Which export to look into where several are found [default: {exportDefault}]",
    };

    /// <summary>The choice of an export.</summary>
    internal Option Export => _export;

    /// <summary>The source's own options.</summary>
    internal Option Set => _set;

    /// <summary>Puts what was given above all that is known of the source.</summary>
    /// <exception cref="UsageException">An option is not of the form <c>source.name=value</c>.</exception>
    internal void AddTo(Overrides overrides, ParseResult parsed)
    {
        overrides.Set(parsed.GetValue(_set) ?? []);

        if (parsed.GetValue(_export) is { } export)
            overrides.Source["export"] = YamlScalar.Given(_export.Name, export);
    }
}
