using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Settings;

/// <summary>A kind of source: its name in definitions, its options, how to open one.</summary>
/// <param name="Type">The value of <c>source: type</c>, such as <c>local-dynamodb</c>.</param>
/// <param name="Options">The keys it takes.</param>
/// <param name="Create">Makes a source; does no I/O.</param>
public sealed record SourceDialect(string Type, IReadOnlyList<DialectOption> Options, Func<DialectSettings, ISource> Create);
