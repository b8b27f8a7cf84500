using System.Text.RegularExpressions;

namespace Dataflux.Definitions;

/// <summary>Passwords inside connection strings: <c>Host=…;Password=…</c> and <c>postgresql://user:…@host</c>.</summary>
internal static partial class ConnectionText
{
    /// <summary>The password in a connection string; <see langword="null"/> when there is none.</summary>
    internal static string? Password(string text)
    {
        var group = Pattern().Match(text).Groups["password"];
        return group is { Success: true, Length: > 0 } ? group.Value : null;
    }

    /// <summary>The text without its password.</summary>
    internal static string WithoutPassword(string text)
    {
        var group = Pattern().Match(text).Groups["password"];
        return group.Success ? text.Remove(group.Index, group.Length) : text;
    }

    /// <summary>Whether a text is a connection string rather than a bare password.</summary>
    internal static bool IsConnection(string text) => Connection().IsMatch(text);

    [GeneratedRegex(@"(?:^|;)\s*(?:Password|Pwd)\s*=\s*(?<password>[^;]*)|^[A-Za-z][A-Za-z0-9+.-]*://[^/@:]*:(?<password>[^/@]*)@",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"(?:^|;)\s*(?:Host|Server|Database)\s*=|^[A-Za-z][A-Za-z0-9+.-]*://",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Connection();
}
