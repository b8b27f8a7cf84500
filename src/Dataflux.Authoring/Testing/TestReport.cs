namespace Dataflux.Authoring.Testing;

/// <summary>Shows results to people as they come.</summary>
/// <param name="output">Where to.</param>
internal sealed class TestReport(TextWriter output)
{
    private const int LongestValue = 100;
    private const int LongestBeginning = 50;
    private const int ShownBeginning = 20;

    /// <summary>A file's tests begin.</summary>
    internal void Begin(TestsFile file) => output.WriteLine(file.Shown);

    /// <summary>A test is done.</summary>
    internal void Show(TestResult result)
    {
        output.WriteLine($"  {(result.Passed ? "ok    " : "FAILED")} {result.Test.Name}");
        foreach (var line in Lines(result))
            output.WriteLine($"         {line}");
    }

    /// <summary>What is wrong with a test, for people.</summary>
    internal static IEnumerable<string> Lines(TestResult result)
    {
        if (result.Failure is { } failure)
            yield return $"{result.Test.Place}: {failure}";
        foreach (var difference in result.Differences)
        {
            yield return $"{difference.Place}: {difference.Path}";
            var (expected, actual) = FromWhereTheyDiffer(difference.Expected, difference.Found);
            yield return $"  expected  {expected}";
            yield return $"  found     {actual}";
        }
    }

    // Of long values the equal beginning hides what matters.
    private static (string Expected, string Found) FromWhereTheyDiffer(string expected, string found)
    {
        var same = expected.AsSpan().CommonPrefixLength(found);
        return same > LongestBeginning && Math.Max(expected.Length, found.Length) > LongestValue
            ? ($"…{expected[(same - ShownBeginning)..]}", $"…{found[(same - ShownBeginning)..]}")
            : (expected, found);
    }
}
