using System.Text.RegularExpressions;

namespace Dataflux.Authoring.Explaining;

/// <summary>DF codes as people type them.</summary>
internal static partial class OwnCode
{
    private const int Digits = 4;

    /// <summary>The code in full, such as <c>DF0104</c> for <c>df104</c> or <c>104</c>; <see langword="null"/> when it is none.</summary>
    internal static string? Of(string given)
    {
        var match = Pattern().Match(given);
        return match.Success ? $"DF{match.Groups["digits"].Value.PadLeft(Digits, '0')}" : null;
    }

    [GeneratedRegex("^(DF)?(?<digits>[0-9]{1,4})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
