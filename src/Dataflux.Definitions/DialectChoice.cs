using Dataflux.Definitions.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Definitions;

/// <summary>A definition's source or target.</summary>
/// <param name="Shape">The dialect.</param>
/// <param name="Values">Its options' values by name, see <see cref="DialectSettings"/>.</param>
internal sealed record DialectChoice(DialectShape Shape, IReadOnlyDictionary<string, object> Values)
{
    /// <summary>
    /// Where the options were given, by their names; those of <see cref="Values"/> that were not read from layers are absent.
    /// </summary>
    internal IReadOnlyDictionary<string, Place> Places { get; init; } = new Dictionary<string, Place>(StringComparer.Ordinal);

    /// <summary>The options with paths that must be there and are not, with these paths.</summary>
    internal IEnumerable<(DialectOption Option, string Path)> Missing()
    {
        foreach (var option in Shape.Options.Where(static option => option.MustExist))
        {
            if (Values.GetValueOrDefault(option.Name) is string path && !Path.Exists(path))
                yield return (option, path);
        }
    }

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
