using System.Text;

namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>
/// The pages of a scan that lie in files of their own: names that differ only in their numbers, such as <c>page-1.json</c> and
/// <c>page-2.json</c>. A page that says it is not the last is followed by the one with the next number.
/// </summary>
internal sealed class ScanPages
{
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);

    /// <param name="names">The files' names, with their folders.</param>
    internal ScanPages(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var (pattern, numbers) = Parts(name);
            if (!_last.TryGetValue(pattern, out var last) || string.CompareOrdinal(last, numbers) < 0)
                _last[pattern] = numbers;
        }
    }

    /// <summary>Whether there is a page after this one.</summary>
    internal bool IsContinued(string name)
    {
        var (pattern, numbers) = Parts(name);
        return _last.TryGetValue(pattern, out var last) && string.CompareOrdinal(numbers, last) < 0;
    }

    // Numbers by their value: the longer one is the larger one once leading zeros are gone.
    private static (string Pattern, string Numbers) Parts(string name)
    {
        var (pattern, numbers) = (new StringBuilder(name.Length), new StringBuilder());
        for (var at = 0; at < name.Length; at++)
        {
            if (!char.IsAsciiDigit(name[at]))
            {
                pattern.Append(name[at]);
                continue;
            }

            var start = at;
            while (at + 1 < name.Length && char.IsAsciiDigit(name[at + 1]))
                at++;

            var digits = name.AsSpan(start, at + 1 - start).TrimStart('0');
            pattern.Append('#');
            numbers.Append((char)digits.Length).Append(digits);
        }

        return (pattern.ToString(), numbers.ToString());
    }
}
