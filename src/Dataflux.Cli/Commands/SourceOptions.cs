using Cocona;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Cli.Commands;

/// <summary>What commands that look into an export take beside its place: options of the source.</summary>
/// <param name="Set">The options.</param>
internal sealed record SourceOptions(
    [Option(ValueName = "source.name=value",
        Description = "An option of the source, such as source.region=eu-central-1 or source.endpoint=http://localhost:9000; repeatable")]
    string[]? Set = null)
    : ICommandParameterSet
{
    internal const string Export = "Which export to look into where several are found";

    internal const string Tables = "A table, where the source is a database; repeatable";

    /// <summary>Puts what was given above all that is known of the source.</summary>
    /// <param name="overrides">What is known.</param>
    /// <param name="export">Which of several exports; <see langword="null"/> where none was named.</param>
    /// <exception cref="UsageException">An option is not of the form <c>source.name=value</c>.</exception>
    internal void AddTo(Overrides overrides, string? export)
    {
        overrides.Set(Set ?? []);
        if (export is not null)
            overrides.Source["export"] = YamlScalar.Given("--export", export);
    }
}
