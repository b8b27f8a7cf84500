using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Settings;

/// <summary>A kind of target: its name in definitions, its options, how to open one.</summary>
/// <param name="Type">The value of <c>target: type</c>, such as <c>postgresql</c>.</param>
/// <param name="Options">The keys it takes.</param>
/// <param name="Create">Makes a target; does no I/O.</param>
public sealed record TargetDialect(string Type, IReadOnlyList<DialectOption> Options, Func<DialectSettings, ITargetDialect> Create);
