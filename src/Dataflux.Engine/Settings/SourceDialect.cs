using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Settings;

/// <summary>A kind of source: its name in definitions, its options, how to open one.</summary>
/// <param name="Type">The value of <c>source: type</c>, such as <c>local-dynamodb</c>.</param>
/// <param name="Options">The keys it takes.</param>
/// <param name="Create">Makes a source; does no I/O.</param>
public sealed record SourceDialect(string Type, IReadOnlyList<DialectOption> Options, Func<DialectSettings, ISource> Create)
{
    /// <summary>What it reads, for people.</summary>
    public string Title { get => field ?? Type; init; }

    /// <summary>A place that <see cref="Locate"/> takes, for people; <see langword="null"/>: it takes none.</summary>
    public string? Place { get; init; }

    /// <summary>
    /// The options of a definition to begin with, as names and YAML, by the migration's name; <see langword="null"/>: others are better to
    /// begin with.
    /// </summary>
    public Func<string, IReadOnlyList<(string Name, string Yaml)>>? Starter { get; init; }

    /// <summary>The environment variables with secrets that its client reads by itself.</summary>
    public IReadOnlyList<string> SecretVariables { get; init; } = [];

    /// <summary>
    /// The options that mean a place people name on a command line, such as a folder or a URL; <see langword="null"/> when it is no
    /// place of this dialect. Relative paths are of the working directory.
    /// </summary>
    public Func<string, string, IReadOnlyDictionary<string, string>?>? Locate { get; init; }

    /// <summary>
    /// Options by which the first items of a part come soonest, for reading no more than a sample; they win over the settings' own.
    /// </summary>
    public IReadOnlyDictionary<string, object> SampleOptions { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>
    /// Gives up what a migration had made in its source, such as a replication slot, and says what that was (<see langword="null"/>:
    /// there is nothing); <see langword="null"/>: migrations make nothing in such a source.
    /// </summary>
    public Func<DialectSettings, CancellationToken, Task<string?>>? ReleaseAsync { get; init; }

    /// <summary>
    /// Lists the exports that settings lead to, unfinished ones too; <see langword="null"/>: the dialect knows no several.
    /// </summary>
    public Func<DialectSettings, CancellationToken, Task<IReadOnlyList<ListedExport>>>? ListAsync { get; init; }

    /// <summary>What it says of its tables without reading them; <see langword="null"/>: it is no place that declares any.</summary>
    public ISourceCatalog? Catalog { get; init; }
}
