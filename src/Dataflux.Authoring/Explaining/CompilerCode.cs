using System.Text.RegularExpressions;

namespace Dataflux.Authoring.Explaining;

/// <summary>Codes of the C# compiler, which its makers explain.</summary>
internal static partial class CompilerCode
{
    /// <summary>The page about a code, as the compiler itself links it.</summary>
    internal static string Page(string code) => $"https://msdn.microsoft.com/query/roslyn.query?appId=roslyn&k=k({code})";

    /// <summary>The code in capitals; <see langword="null"/> when it is none of the compiler's.</summary>
    internal static string? Of(string given) => Pattern().IsMatch(given) ? given.ToUpperInvariant() : null;

    [GeneratedRegex("^CS[0-9]{4,5}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
