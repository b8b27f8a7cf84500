using System.Text.RegularExpressions;

namespace Dataflux.Cli.Output;

/// <summary>
/// Lets the first few warnings of a kind through and counts the others until their time is over. Warnings are of one kind when
/// they differ in numbers only. Not for use by several threads at once.
/// </summary>
/// <param name="time">Where the time comes from.</param>
internal sealed partial class RepeatedWarnings(TimeProvider time)
{
    private const int Shown = 5;
    private const int MostKinds = 200;
    private const int KindLength = 200;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, (long Since, int Count, string Last)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Whether a warning is written; otherwise it is counted.</summary>
    internal bool Admit(string text)
    {
        var kind = Number().Replace(text.Length > KindLength ? text[..KindLength] : text, "#");
        if (!_kinds.TryGetValue(kind, out var seen))
        {
            // Texts that are all different share one allowance, so that memory stays bounded.
            if (_kinds.Count >= MostKinds)
                kind = "";

            seen = _kinds.GetValueOrDefault(kind, (time.GetTimestamp(), 0, text));
        }

        _kinds[kind] = (seen.Since, seen.Count + 1, text);
        return seen.Count < Shown;
    }

    /// <summary>What was counted and not written, of the kinds whose time is over.</summary>
    /// <param name="all">Of all kinds: the log is closing.</param>
    internal IReadOnlyList<(int Count, string Last)> Due(bool all = false)
    {
        var due = new List<(int, string)>();
        foreach (var (kind, seen) in _kinds)
        {
            if (!all && time.GetElapsedTime(seen.Since) < Window)
                continue;

            // Removing while enumerating is allowed in a dictionary.
            _kinds.Remove(kind);
            if (seen.Count > Shown)
                due.Add((seen.Count - Shown, seen.Last));
        }

        return due;
    }

    [GeneratedRegex("[0-9]+([.,:][0-9]+)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
