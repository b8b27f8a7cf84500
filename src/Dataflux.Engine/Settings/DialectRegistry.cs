namespace Dataflux.Engine.Settings;

/// <summary>The kinds of source and target that a program knows; everybody else asks here and names none of them.</summary>
/// <param name="Sources">The kinds of source, in the order they are listed to people.</param>
/// <param name="Targets">The kinds of target, in the order they are listed to people.</param>
public sealed record DialectRegistry(IReadOnlyList<SourceDialect> Sources, IReadOnlyList<TargetDialect> Targets)
{
    /// <summary>The keys of all dialects.</summary>
    public IEnumerable<DialectOption> Options =>
        Sources.SelectMany(static dialect => dialect.Options).Concat(Targets.SelectMany(static dialect => dialect.Options));

    /// <summary>What is read, for people.</summary>
    public IReadOnlyList<string> SourceTitles => [.. Sources.Select(static dialect => dialect.Title).Distinct(StringComparer.Ordinal)];

    /// <summary>What is written, for people.</summary>
    public IReadOnlyList<string> TargetTitles => [.. Targets.Select(static dialect => dialect.Title).Distinct(StringComparer.Ordinal)];

    /// <summary>The places that people name on a command line, for people.</summary>
    public string Places => string.Join(", ", Sources.Select(static dialect => dialect.Place).OfType<string>());

    /// <summary>The environment variables with secrets that the dialects' clients read by themselves.</summary>
    public IEnumerable<string> SecretVariables =>
        Sources.SelectMany(static dialect => dialect.SecretVariables).Concat(Targets.SelectMany(static dialect => dialect.SecretVariables));

    /// <summary>The kind of source of a definition that was checked.</summary>
    /// <param name="type">The value of <c>source: type</c>.</param>
    public SourceDialect Source(string type) => Sources.First(dialect => dialect.Type == type);

    /// <summary>The kind of target of a definition that was checked.</summary>
    /// <param name="type">The value of <c>target: type</c>.</param>
    public TargetDialect Target(string type) => Targets.First(dialect => dialect.Type == type);
}
