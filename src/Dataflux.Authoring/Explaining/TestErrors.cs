using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Explaining;

/// <summary>The codes of <c>dataflux test</c>: DF06xx.</summary>
internal static class TestErrors
{
    internal static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(ProblemCode.NoTests, "The profile has no tests",
            "'dataflux test' was asked for a definition beside whose profile there is no tests file.",
            "dataflux test pictures.yaml      # there is no pictures.tests.yaml",
            "Write pictures.tests.yaml beside pictures.csx; 'dataflux test --update' fills in what comes of the items.")
        {
            Language = "sh",
        },
        new(ProblemCode.BadTests, "The tests file contradicts itself",
            "A key of a test cannot be together with another one, or names something that is not there: an item by a number that is too "
            + "large, a record type the script does not have.",
            "skipped: { parseItem: [7] }      # the test has three items",
            "Correct the place that is named. Items are counted from 1, through all files of the test.")
        {
            Language = "yaml",
            Right = "skipped: { parseItem: [3] }",
        },
    ];
}
