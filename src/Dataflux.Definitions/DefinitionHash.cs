using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dataflux.Definitions;

/// <summary>
/// The SHA-256 over what decides a migration's result: its name, the types of source and target with the options that
/// decide (never secrets), and the profile's options. Speeds, limits, retries and folders of state are not in it, so they may change
/// between runs.
/// </summary>
internal static class DefinitionHash
{
    /// <summary>The hash, in lower-case hexadecimal.</summary>
    internal static string Of(Definition definition)
    {
        var text = new StringBuilder();
        Add(text, "name", definition.Name);
        if (definition.Nul != Engine.Sources.NulPolicy.Reject)
            Add(text, "nul", definition.Nul.ToString());

        if (definition.Migration.GroupScope != Engine.Plans.GroupScope.File)
            Add(text, "group.scope", definition.Migration.GroupScope.ToString());

        AddDialect(text, "source", definition.Source, definition.ProjectFolder);
        AddDialect(text, "target", definition.Target, definition.ProjectFolder);
        foreach (var (name, value) in definition.Options.OrderBy(option => option.Key, StringComparer.Ordinal))
            Add(text, $"options.{name}", value);

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AddDialect(StringBuilder text, string section, DialectChoice choice, string folder)
    {
        Add(text, $"{section}.type", choice.Type);
        foreach (var option in choice.Shape.Options.OrderBy(option => option.Name, StringComparer.Ordinal))
        {
            if (!option.DecidesResult || !choice.Values.TryGetValue(option.Name, out var value))
                continue;

            if (option.Secret && !(value is string secret && ConnectionText.IsConnection(secret)))
                continue;

            Add(text, $"{section}.{option.Name}", IsPath(option, value) ? Relative(folder, (string)value) : value);
        }
    }

    private static bool IsPath(Engine.Settings.DialectOption option, object value) =>
        option.Kind == Engine.Settings.OptionKind.Path && Path.IsPathRooted((string)value);

    // A project that was moved is still the same migration.
    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static void Add(StringBuilder text, string name, object? value)
    {
        var shown = value is string given
            ? ConnectionText.WithoutPassword(given)
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        text.Append(CultureInfo.InvariantCulture, $"{name.Length}:{name}={value?.GetType().Name}:{shown.Length}:{shown}\n");
    }
}
