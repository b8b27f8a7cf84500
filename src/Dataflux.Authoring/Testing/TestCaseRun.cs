using System.Diagnostics;
using System.Text.Json.Nodes;
using Dataflux.Authoring.Checking.Proving;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Tracing;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Testing;

/// <summary>Runs the tests of one file.</summary>
/// <param name="file">The tests.</param>
/// <param name="bind">Makes the profile.</param>
/// <param name="options">The definition's options.</param>
/// <param name="migration">Migrates into scratch tables.</param>
internal sealed class TestCaseRun(
    TestsFile file, Func<ProfileContext, Profile> bind, IReadOnlyDictionary<string, object?> options, ScratchMigration migration)
{
    private const int BatchSize = 5_000;

    /// <summary>Opens the database for tests with <c>table:</c>; called at most once.</summary>
    internal required Func<Task<IScratchDatabase>> OpenDatabase { get; init; }

    /// <summary>Runs a test.</summary>
    internal async Task<TestResult> RunAsync(TestCase test, CancellationToken stop)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var actual = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var differences = new List<TestDifference>();
        string? failure = null;
        try
        {
            var profile = bind(new ProfileContext(file.Options ?? options, file.ExportTime, ProfileLog.None));
            var items = new TestItems(test);
            Trace(profile, items, actual);
            if (test.Tables.Count > 0)
                failure = await MigrateAsync(test, profile, items, actual, stop);
            if (failure is null)
                Compare(test, actual, differences);
        }
        catch (Exception e) when (e is DatafluxException or OptionException)
        {
            failure = e.Message;
        }

        return new TestResult(test, actual, differences, failure, Stopwatch.GetElapsedTime(startedAt));
    }

    private static void Trace(Profile profile, TestItems items, Dictionary<string, JsonNode?> actual)
    {
        var traces = items.Samples.Select(sample => ProfileTrace.For(profile, sample)).ToList();
        var traced = traces.SelectMany(trace => trace.Items).ToList();
        var typed = profile.RecordTypes.Count > 1;
        actual[TestCase.Rows] = List(traced.Where(item => item.Row is not null).Select(item => Observed.Of(item.Row!)));
        actual[TestCase.Records] = List(
            traces.SelectMany(trace => trace.Groups).SelectMany(group => group.Records).Select(record => Record(record, typed)));
        actual[TestCase.Deleted] = List(
            traced.SelectMany(item => item.DeletedKeys).Select(key => Record(key, profile.DeletedTypes.Count > 1)));

        var skipped = new JsonObject();
        foreach (var reason in traced.Where(item => item.SkippedBy is not null).GroupBy(item => item.SkippedBy!, StringComparer.Ordinal))
            skipped[reason.Key] = List(reason.Select(item => (JsonNode?)items.NumberOf(item.Part, item.Line)));

        actual[TestCase.Skipped] = skipped;
        actual[TestCase.Errors] = List(traced.Where(item => item.Rejected is not null)
            .GroupBy(item => item.Rejected!, ReferenceEqualityComparer.Instance)
            .Select(
                group => Error(
                    group.Select(item => items.NumberOf(item.Part, item.Line)),
                    ((Reject)group.Key!).Stage,
                    ((Reject)group.Key!).Error.Message)));
    }

    // Rows of the tables as they are when the whole migration has run: onStart, upserts, deletes, onComplete.
    private async Task<string?> MigrateAsync(
        TestCase test, Profile profile, TestItems items, Dictionary<string, JsonNode?> actual, CancellationToken stop)
    {
        var database = await OpenDatabase();
        await using var tables = await database.CopyAsync([], [], stop);
        foreach (var setup in new[] { file.Setup, test.Setup }.OfType<string>())
        {
            try
            {
                await tables.RunAsync(setup, stop);
            }
            catch (TargetException e)
            {
                return $"the SQL of 'setup' failed: {e.Message}";
            }
        }

        var result = await migration.RunAsync(profile, items.ToExport(file.ExportTime), tables, BatchSize, stop);
        if (result.Failure is { } failure)
            return $"the migration failed: {failure}";
        var errors = (JsonArray)actual[TestCase.Errors]!;
        foreach (var reject in result.Rejects.Where(reject => reject.Stage is "upsert" or "delete"))
            errors.Add(Error(reject.Lines.Select(line => items.NumberOf(reject.Part, line)), reject.Stage, reject.Message));

        var rows = new JsonObject();
        foreach (var name in test.Tables)
        {
            var table = result.Tables.FirstOrDefault(found => found.Table == name);
            if (table is null)
            {
                return $"there is no table '{name}' after the migration{Suggestion.For(name, result.Tables.Select(found => found.Table))}; "
                    + "make it in 'setup', or in the profile's onStart";
            }

            rows[name] = Observed.Of(table);
        }

        actual[TestCase.Table] = rows;
        return null;
    }

    private static void Compare(TestCase test, Dictionary<string, JsonNode?> actual, List<TestDifference> differences)
    {
        foreach (var key in TestCase.ExpectedKeys)
        {
            // Errors that nobody expects are always a failure; of everything else a test may say nothing.
            var expected = test.Map[key] ?? (key == TestCase.Errors ? new YamlList(test.Place, []) : null);
            if (expected is not null)
                new Comparison(key, differences).Compare(expected, actual[key]);
        }

        if (test.IsBlank && differences.Count == 0)
        {
            differences.Add(new TestDifference(
                TestCase.Records,
                TestCase.Records,
                $"nothing is said; give {string.Join(", ", TestCase.ExpectedKeys)}, or run with --update",
                YamlWriter.Flow(actual[TestCase.Records]), test.Place));
        }
    }

    private static JsonNode? Record(object record, bool typed) =>
        typed ? new JsonObject { [record.GetType().Name] = Observed.Of(record) } : Observed.Of(record);

    private static JsonObject Error(IEnumerable<int> items, string stage, string message)
    {
        var numbers = items.Order().ToList();
        var error = new JsonObject
        {
            [numbers.Count == 1 ? "item" : "items"] = numbers.Count == 1 ? numbers[0] : List(numbers.Select(number => (JsonNode?)number)),
            ["at"] = stage,
            ["message"] = message,
        };
        return error;
    }

    private static JsonArray List(IEnumerable<JsonNode?> nodes) => new([.. nodes]);
}
