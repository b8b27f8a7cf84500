using System.Globalization;
using System.Xml.Linq;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Authoring.Testing;

/// <summary>The results as JUnit XML, which build servers show.</summary>
/// <param name="secrets">What must not be shown.</param>
internal sealed class JUnitReport(Secrets secrets)
{
    private readonly List<XElement> _suites = [];

    /// <summary>Adds a file's results.</summary>
    internal void Add(TestsFile file, IReadOnlyList<TestResult> results) => _suites.Add(new XElement(
        "testsuite",
        new XAttribute("name", Clean(file.Shown)),
        Counts(results),
        results.Select(result => new XElement(
            "testcase",
            new XAttribute("name", Clean(result.Test.Name)),
            new XAttribute("classname", Clean(file.Shown)),
            new XAttribute("file", Clean(file.Shown)),
            new XAttribute("line", result.Test.Place.Line),
            new XAttribute("time", Seconds(result.Duration)),
            result.Passed ? null : Failure(result)))));

    /// <summary>Writes the file; its folder is made if it is not there.</summary>
    internal void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new XDocument(new XElement("testsuites", _suites)).Save(path);
    }

    private XElement Failure(TestResult result)
    {
        var lines = TestReport.Lines(result).ToList();
        return new XElement("failure", new XAttribute("message", Clean(lines[0])), Clean(string.Join('\n', lines)));
    }

    private static IEnumerable<XAttribute> Counts(IReadOnlyList<TestResult> results) =>
    [
        new("tests", results.Count),
        new("failures", results.Count(result => !result.Passed)),
        new("errors", 0),
        new("time", Seconds(results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Duration))),
    ];

    private static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // XML 1.0 has no form for most control characters and for halves of surrogate pairs.
    private string Clean(string text)
    {
        var printable = Printable.Text(secrets.Strike(text));
        return string.Concat(printable.Select((c, i) => System.Xml.XmlConvert.IsXmlChar(c) || IsInPair(printable, i) ? c : '\ufffd'));
    }

    private static bool IsInPair(string text, int i) =>
        (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));
}
