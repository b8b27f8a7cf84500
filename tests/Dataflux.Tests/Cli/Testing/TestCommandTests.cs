using System.Xml.Linq;
using Dataflux.Composing;
using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Tests.Cli.Testing;

public sealed class TestCommandTests : IDisposable
{
    private const string Passing = """
        # about visits
        options: { most: 3 }
        tests:
          - name: a visit
            items:
              - { id: a, n: 1, page: home }
              - { id: a, n: 2, page: about }   # the second
              - { page: nobody's }
              - { id: b, n: 9 }
              - { id: c, n: many }
            rows: [{ Id: a, N: 1 }, { n: 2 }]
            records:
              - { Id: a, Pages: [home, about], Sum: 3 }
            skipped: { parseItem: [3], filter: [4] }
            errors:
              - { item: 5, at: parseItem, message: "n: expected N" }

        """;

    private readonly Workspace _work = new();

    public TestCommandTests()
    {
        _work.LoadProfile = _ => new LoadedProfile { Bind = Visits };
        _work.With("visits.csx", "").With("visits.yaml", Definition("visits"));
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Rows_records_skips_and_errors_are_as_expected()
    {
        _work.With("visits.tests.yaml", Passing);

        Assert.Equal(0, await _work.RunAsync("test", "visits"));
        Assert.Equal("visits.tests.yaml\n  ok     a visit\n1 passed, 0 failed\n", Lines(_work.Out));
    }

    [Fact]
    public async Task Each_difference_is_shown_at_its_place_and_the_exit_code_is_1()
    {
        _work.With("visits.tests.yaml", Passing
            .Replace("Sum: 3", "Sum: 4, Total: 1", StringComparison.Ordinal)
            .Replace("[home, about]", "[home, abut]", StringComparison.Ordinal)
            .Replace("filter: [4]", "filter: []", StringComparison.Ordinal)
            .Replace("n: expected N", "n: expected B", StringComparison.Ordinal));

        Assert.Equal(1, await _work.RunAsync("test", "visits"));
        Assert.Equal("""
            visits.tests.yaml
              FAILED a visit
                     visits.tests.yaml(13,32): records[0].Pages[1]
                       expected  abut
                       found     about
                     visits.tests.yaml(13,44): records[0].Sum
                       expected  4
                       found     3
                     visits.tests.yaml(13,47): records[0].Total
                       expected  1
                       found     nothing; there is: Id, Pages, Sum
                     visits.tests.yaml(14,40): skipped.filter
                       expected  []
                       found     [4]
                     visits.tests.yaml(16,44): errors[0].message
                       expected  … n: expected B …
                       found     "n: expected N (32-bit integer), found S \"many\""
            0 passed, 1 failed

            """, Lines(_work.Out));
    }

    [Fact]
    public async Task An_error_that_nobody_expects_is_a_failure()
    {
        _work.With("visits.tests.yaml", "tests: [{ name: bad, items: [{ id: a, n: x }], records: [] }]");

        Assert.Equal(1, await _work.RunAsync("test", "visits"));
        Assert.Contains(
            "errors[0]\n           expected  nothing\n           found     {item: 1, at: parseItem, message:", Lines(_work.Out));
    }

    [Fact]
    public async Task Update_rewrites_only_what_is_expected_and_of_records_only_what_the_test_names()
    {
        _work.With("visits.tests.yaml", """
            # above
            tests:
              # before the test
              - name: named
                records:           # goes with what it stands on
                  - { Sum: 7, Id: z }
                items:             # stays
                  - { id: a, n: 1 }

              # between
              - name: blank
                items: [{ id: b, n: 2, page: "it's: a page" }, { n: 1 }]

              - name: passes
                items: []
                records: []   # stays
            """);

        Assert.Equal(0, await _work.RunAsync("test", "visits", "--update"));
        Assert.Contains("  updated named: records\n  updated blank: records, skipped\n", Lines(_work.Out));
        Assert.Equal("""
            # above
            tests:
              # before the test
              - name: named
                records:
                  - {Sum: 1, Id: a}
                items:             # stays
                  - { id: a, n: 1 }

              # between
              - name: blank
                items: [{ id: b, n: 2, page: "it's: a page" }, { n: 1 }]
                records:
                  - {Id: b, Pages: ["it's: a page"], Sum: 2}
                skipped: {parseItem: [2]}

              - name: passes
                items: []
                records: []   # stays
            """, File.ReadAllText(Path.Combine(_work.Folder, "visits.tests.yaml")));
        Assert.Equal(0, await _work.RunAsync("test", "visits"));
    }

    [Fact]
    public async Task Update_says_what_it_cannot_rewrite_and_leaves_it()
    {
        const string text = "tests: [{ name: bad, items: [{ id: a, n: 1 }], records: [] }]";
        _work.With("visits.tests.yaml", text);

        Assert.Equal(1, await _work.RunAsync("test", "visits", "--update"));
        Assert.Contains(
            "visits.tests.yaml(1,9): 'bad' is written in one line with others; give 'records' a line of its own", Lines(_work.Error));
        Assert.Equal(text, File.ReadAllText(Path.Combine(_work.Folder, "visits.tests.yaml")));
    }

    [Fact]
    public async Task Mistakes_in_a_tests_file_are_reported_together_with_their_places()
    {
        _work.With("visits.tests.yaml", """
            exportTime: yesterday
            test: []
            tests:
              - items: [{ id: a }]
              - name: one
                item: []
                records: { Id: a }
              - name: one
                items: [[1]]
                skipped: { parsItem: [1], filter: 2 }
                errors: [{ line: 1 }]
                table: [picture]
            """);

        Assert.Equal(2, await _work.RunAsync("test", "visits"));
        Assert.Equal("""
            visits.tests.yaml(1,13): error DF0003: 'exportTime' is 'yesterday'; expected a time such as 2026-03-01T00:00:00Z
            visits.tests.yaml(2,1): error DF0002: there is no key 'test' here; did you mean 'tests'?; there is: exportTime, options, setup, tests
            visits.tests.yaml(4,5): error DF0004: a test needs a 'name' that says what it shows
            visits.tests.yaml(5,5): error DF0004: a test needs 'items', or 'files' with items
            visits.tests.yaml(6,5): error DF0002: there is no key 'item' here; did you mean 'items'?; there is: name, items, files, setup, rows, records, deleted, skipped, errors, table
            visits.tests.yaml(7,14): error DF0003: 'records' is a map of keys; expected a list
            visits.tests.yaml(8,5): error DF0602: a test 'one' is there already; give it another name
            visits.tests.yaml(9,13): error DF0003: an item is a list; expected attributes, or a line of an export as text
            visits.tests.yaml(10,16): error DF0008: nothing is skipped by 'parsItem'; did you mean 'parseItem'?; there is: parseItem, filter, groupRows, transform, deleteItem, delete
            visits.tests.yaml(10,39): error DF0003: 'filter' is '2'; expected a list of the items' numbers, counted from 1
            visits.tests.yaml(11,16): error DF0002: there is no key 'line' in an error; there is: item (its number, from 1), items, at (the function), message (a part of it)
            visits.tests.yaml(12,12): error DF0003: 'table' is a list; expected names of tables, each with a list of rows
            """, Lines(_work.Error).TrimEnd());
    }

    [Fact]
    public async Task Without_definitions_all_with_tests_are_tested_and_a_shared_profile_once_and_results_go_to_JUnit_too()
    {
        _work.With("migrations/other.csx", "").With("migrations/other.yaml", Definition("other")).With("migrations/untested.csx", "")
            .With("migrations/untested.yaml", Definition("untested"))
            .With("migrations/another.yaml", Definition("other").Replace("name: other", "name: another", StringComparison.Ordinal))
            .With(
                "migrations/other.tests.yaml",
                "tests: [{ name: 'good < bad', items: [], records: [] }, { name: failing, items: [], records: [{ Id: a }] }]")
            .With("visits.tests.yaml", Passing);

        Assert.Equal(1, await _work.RunAsync("test", "--junit", "out/results.xml"));

        var suites = XDocument.Load(Path.Combine(_work.Folder, "out/results.xml")).Root!.Elements("testsuite").ToList();
        Assert.Equal(
            ["migrations/other.tests.yaml", "visits.tests.yaml"],
            suites.Select(suite => suite.Attribute("name")!.Value).Order(StringComparer.Ordinal));
        var other = suites.Single(suite => suite.Attribute("name")!.Value.StartsWith("migrations", StringComparison.Ordinal));
        Assert.Equal("2 1", $"{other.Attribute("tests")!.Value} {other.Attribute("failures")!.Value}");
        Assert.Equal(["good < bad", "failing"], other.Elements("testcase").Select(test => test.Attribute("name")!.Value));
        Assert.Contains("records[0]", other.Descendants("failure").Single().Attribute("message")!.Value);
    }

    [Fact]
    public async Task A_filter_chooses_tests_and_what_is_not_there_is_said()
    {
        _work.With(
            "visits.tests.yaml",
            "tests: [{ name: Upper Case, items: [], records: [] }, { name: failing, items: [], records: [{ Id: a }] }]")
            .With("bare.csx", "").With("bare.yaml", Definition("bare"));

        Assert.Equal(0, await _work.RunAsync("test", "visits", "--filter", "upper"));
        Assert.Equal(2, await _work.RunAsync("test", "visits", "--filter", "nothing of the kind"));
        Assert.Equal(2, await _work.RunAsync("test", "bare"));
        Assert.Contains("no test's name contains 'nothing of the kind'", Lines(_work.Error));
        Assert.Contains("bare.yaml: error DF0601: its profile has no tests; expected: bare.tests.yaml", Lines(_work.Error));
    }

    private static string Definition(string profile) => $$"""
        name: {{profile}}
        profile: {{profile}}.csx
        source:
          type: local-dynamodb
          path: ${NOT_SET_IN_TESTS}
        target: { type: postgresql }
        """;

    private static Profile<Row, Visit> Visits(ProfileContext context) => new()
    {
        Hash = "ab12",
        Path = "visits.csx",
        RecordTypes = [typeof(Visit)],
        MappedTypes = [],
        OneRecordPerGroup = true,
        ParseItem = static (item, out row) =>
        {
            row = new Row(item.TryString("id") ?? "", item.TryInt32("n") ?? 0, item.TryString("page"));
            return row.Id.Length > 0;
        },
        Filter = row => row.N <= (context.Get<int?>("most") ?? int.MaxValue),
        GroupKey = new GroupKeyOf<Row, string>(row => row.Id),
        Transform = static (
            rows,
            records) => records.Add(new Visit(rows[0].Id, [.. rows.Select(row => row.Page).OfType<string>()], rows.Sum(row => row.N))),
        Upsert = static (_, _) => throw new NotSupportedException("nothing is written here"),
    };

    private static string Lines(StringWriter output) => output.ToString().ReplaceLineEndings("\n");

    private sealed record Row(string Id, int N, string? Page);

    private sealed record Visit(string Id, IReadOnlyList<string> Pages, int Sum);
}
