using Dataflux.Cli.Composing;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Tests.Cli.Checking;

/// <summary>What a profile asks of its target is compared with what the definition's target offers.</summary>
public sealed class TargetFitTests
{
    private const string Definition = "name: x\nprofile: x.csx\nsource: { type: local-dynamodb, path: e }\ntarget: { type: postgresql }\n";

    private const string Profile = """
        record Row(long Id);
        [Table("picture")] record Picture([property: Key] long Id);

        Task OnStart(ISqlTarget target) => target.Execute("select 1");
        Row? parseItem(Item item) => new(item.Int64("id"));
        Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id);
        Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch) => target.Upsert(batch);
        Task onComplete(ITarget target) => target.Delete(new List<Picture>());
        """;

    [Fact]
    public async Task A_profile_that_needs_another_target_than_the_definitions_is_refused_by_check_and_migrate_with_its_lines()
    {
        using var work = new Workspace { ProfileInterface = typeof(ITarget), LoadProfile = ScriptHost.LoadHere };
        work.With("x.yaml", Definition).With("x.csx", Profile).With("e/f.json", "{}");
        foreach (var command in new[] { "check", "migrate" })
        {
            work.Error.GetStringBuilder().Clear();

            Assert.Equal(ExitCode.Usage, await work.RunAsync(command, "x"));

            var found = work.Error.ToString().ReplaceLineEndings("\n").Split('\n')
                .Where(static line => line.Contains(": error DF0017", StringComparison.Ordinal));
            Assert.Equal(
                [
                    "x.csx(4,6): error DF0017: OnStart takes 'ISqlTarget', but the definition's target 'postgresql' offers 'ITarget'; "
                        + "take 'ITarget', or change 'target: type'",
                    "x.csx(7,11): error DF0017: upsert takes 'ISqlTarget', but the definition's target 'postgresql' offers 'ITarget'; "
                        + "take 'ITarget', or change 'target: type'",
                ],
                found);
        }
    }

    [Fact]
    public async Task A_file_of_sql_is_refused_where_the_target_runs_none_with_the_line_that_names_it()
    {
        using var work = new Workspace { ProfileInterface = typeof(ITarget), LoadProfile = ScriptHost.LoadHere };
        work.With("x.yaml", Definition + "onStart: x.sql\n").With("x.sql", "select 1").With("e/f.json", "{}")
            .With("x.csx", Profile.Replace("ISqlTarget", "ITarget", StringComparison.Ordinal)
                .Replace("Task OnStart(ITarget target) => target.Execute(\"select 1\");", "", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Usage, await work.RunAsync("check", "x"));

        Assert.Contains(
            "x.yaml(5,10): error DF0017: 'onStart' is a file of SQL, which the definition's target 'postgresql' does not run; take it out, "
            + "or change 'target: type'",
            work.Error.ToString());
    }

    [Fact]
    public async Task A_profile_may_ask_for_less_than_the_target_offers()
    {
        using var work = new Workspace { LoadProfile = ScriptHost.LoadHere };
        work.With("x.yaml", Definition).With("x.csx", Profile).With("e/f.json", "{}");

        await work.RunAsync("check", "x");

        Assert.DoesNotContain("DF0017", work.Error.ToString(), StringComparison.Ordinal);
    }
}
