using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Definitions;

/// <summary>A definition's source or target.</summary>
/// <param name="Shape">The dialect.</param>
/// <param name="Values">Its options' values by name, see <see cref="DialectSettings"/>.</param>
internal sealed record DialectChoice(DialectShape Shape, IReadOnlyDictionary<string, object> Values)
{
    /// <summary>The value of <c>type</c>.</summary>
    internal string Type => Shape.Type;

    /// <summary>The texts that must never be shown: values of secret options and passwords inside connection strings.</summary>
    internal IEnumerable<string> Secrets()
    {
        foreach (var option in Shape.Options)
        {
            if (!Values.TryGetValue(option.Name, out var value) || value is not string text)
                continue;

            if (option.Secret)
                yield return text;

            if (ConnectionText.Password(text) is { } password)
                yield return password;
        }
    }
}
