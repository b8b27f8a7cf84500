using System.Globalization;
using Dataflux.Composing.Output;
using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Inspection;

/// <summary>What is known of an attribute's values, in a few words.</summary>
internal static class FindingsText
{
    internal static IEnumerable<string> Of(AttributeInspection attribute)
    {
        var words = new List<string>();
        if (attribute.Numbers is { } numbers)
            Add(words, numbers);

        if (attribute.Texts is { } texts)
            Add(words, texts);

        if (attribute.Values is { } values)
            Add(words, values);

        return words;
    }

    /// <summary>A value on one line, what cannot be seen as an escape.</summary>
    internal static string OneLine(string text) => string.Concat(text.Select(static c =>
        char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()));

    private static void Add(List<string> words, NumberFindings numbers)
    {
        words.Add(numbers.Smallest == numbers.Largest ? numbers.Smallest : $"{numbers.Smallest} to {numbers.Largest}");
        words.Add(numbers.FractionDigits == 0
            ? Figures.Count(numbers.WholeDigits, "digit")
            : $"{Figures.Count(numbers.WholeDigits)}.{Figures.Count(numbers.FractionDigits)} digits");
        (long Count, string Unit)[] times =
            [(numbers.EpochSeconds, "s"), (numbers.EpochMilliseconds, "ms"), (numbers.EpochMicroseconds, "µs")];
        foreach (var (count, unit) in times)
            AddShare(words, count, numbers.Count, $"like times in {unit} since 1970");
    }

    private static void Add(List<string> words, TextFindings texts)
    {
        words.Add($"up to {Figures.Count(texts.LongestCharacters, "character")}");
        AddShare(words, texts.Empty, texts.Count, "empty");
        AddShare(words, texts.Dates, texts.Count, "dates");
        AddShare(words, texts.Times, texts.Count, "times");
        AddShare(words, texts.LocalTimes, texts.Count, "times without zone");
        AddShare(words, texts.Numbers, texts.Count, "numbers as text");
        AddShare(words, texts.Uuids, texts.Count, "UUIDs");
        if (texts.WithNul > 0)
            words.Add($"NUL characters in {Figures.Count(texts.WithNul)}");

        if (texts.WithLoneSurrogate > 0)
            words.Add($"lone surrogates in {Figures.Count(texts.WithLoneSurrogate)}");
    }

    private static void Add(List<string> words, ValueFindings values)
    {
        words.Add((values.IsUnique && values.Distinct > 1, values.IsExact) switch
        {
            (true, true) => "all different",
            (true, false) => "probably all different",
            (false, true) => $"{Figures.Count(values.Distinct)} different",
            _ => $"about {Figures.Count(values.Distinct)} different",
        });
        if (values.InSeveralParts > 0)
            words.Add($"{Figures.Percent(values.InSeveralParts, 1)} of them in several files");
    }

    private static void AddShare(List<string> words, long count, long of, string what)
    {
        if (count > 0)
            words.Add(count == of ? what : $"{Figures.Percent(count, of)} {what}");
    }
}
