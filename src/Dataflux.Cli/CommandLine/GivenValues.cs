using System.Globalization;
using Cocona.Command.Binder;
using Dataflux.Definitions;

namespace Dataflux.Cli.CommandLine;

/// <summary>Reads values of options, and says what was expected where it cannot.</summary>
internal sealed class GivenValues : ICoconaValueConverter
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    public object? ConvertTo(Type t, string? value)
    {
        var type = Nullable.GetUnderlyingType(t) ?? t;
        return value switch
        {
            null => null,
            _ when type == typeof(string) => value,
            _ when type == typeof(bool) => value == "true",
            _ when type == typeof(int) && int.TryParse(value, Whole, CultureInfo.InvariantCulture, out var number) => number,
            _ when type == typeof(long) && long.TryParse(value, Whole, CultureInfo.InvariantCulture, out var number) => number,
            _ when type.IsEnum => Choice(type, value),
            _ => throw new FormatException($"is '{value}'; expected a whole number"),
        };
    }

    /// <summary>A choice as users write it.</summary>
    internal static string Written(string choice) => choice.ToLowerInvariant();

    private static object Choice(Type type, string value)
    {
        var names = Enum.GetNames(type);
        return Array.Find(names, name => string.Equals(name, value, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse(type, found)
            : throw new FormatException($"is '{value}'{Suggestion.OrAll(value, [.. names.Select(Written)])}");
    }
}
