using Dataflux.Engine.Settings;

namespace Dataflux.Definitions;

/// <summary>What the value of one key must be.</summary>
/// <param name="Name">The key as messages call it.</param>
/// <param name="Kind">Its kind.</param>
internal sealed record ValueRule(string Name, ValueKind Kind)
{
    /// <summary>The smallest and largest integer allowed.</summary>
    internal (long Min, long Max) Range { get; init; } = (long.MinValue, long.MaxValue);

    /// <summary>The values allowed; empty: any.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether messages must not repeat the value.</summary>
    internal bool Secret { get; init; }

    /// <summary>Whether a path may be a URL, which stays as it is.</summary>
    internal bool MayBeUrl { get; init; }

    internal static ValueRule Of(DefinitionKey key) => new(key.Name, key.Kind) { Range = key.Range, Choices = key.Choices };

    internal static ValueRule Of(DialectOption option) => new(option.Name, KindOf(option.Kind))
    {
        Choices = option.Choices,
        Secret = option.Secret,
        MayBeUrl = option.MayBeUrl,
    };

    private static ValueKind KindOf(OptionKind kind) => kind switch
    {
        OptionKind.Text => ValueKind.Text,
        OptionKind.TextList => ValueKind.TextList,
        OptionKind.Integer => ValueKind.Integer,
        OptionKind.Boolean => ValueKind.Boolean,
        OptionKind.Duration => ValueKind.Duration,
        OptionKind.Path => ValueKind.Path,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "there is no such kind of option"),
    };
}
