using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli;

public sealed class StateCommandTests : IDisposable
{
    private const string State = ".dataflux/pictures";
    private readonly Workspace _work = new Workspace().WithPictures();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Rejects_are_shown_by_reason_with_counts_and_examples()
    {
        WithRejects();

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("rejects", "pictures"));
        Assert.Equal("""
            pictures: 5 items rejected, for 3 reasons

            2 items at parseItem, AttributeException
              width: … is not a whole number
              - data/a.json.gz line 3: width: 1.5 is not a whole number
              - data/b.json.gz line 7: width: 2.5 is not a whole number

            2 items at upsert, 23505, table picture, column path, constraint picture_path_key
              duplicate key value (SQLSTATE 23505).
              - data/b.json.gz lines 8, 9, key 42

            1 item at read
              column 5: expected ','
              - data/a.json.gz line 4

            All of them, with their items: .dataflux/pictures/rejects.ndjson
            Next: correct the profile or the target, then run just these items with: dataflux replay pictures.yaml

            """, _work.Out.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Rejects_are_data_for_programs()
    {
        WithRejects();

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("rejects", "pictures", "--output", "json", "--examples", "1"));
        using var json = System.Text.Json.JsonDocument.Parse(_work.Out.ToString());
        Assert.Equal(5, json.RootElement.GetProperty("items").GetInt32());
        var second = json.RootElement.GetProperty("reasons")[1];
        Assert.Equal("picture_path_key", second.GetProperty("reason").GetProperty("constraint").GetString());
        Assert.Equal("[8,9]", second.GetProperty("examples")[0].GetProperty("lines").GetRawText().Replace("\n", "").Replace(" ", ""));
    }

    [Fact]
    public async Task Runs_are_listed_with_their_numbers_for_people_and_for_programs()
    {
        _work.With($"{State}/runs.json", """
            [
              {"run":1,"kind":"Migrate","startedAt":"2024-01-15T10:30:00+00:00","endedAt":"2024-01-15T10:31:05+00:00","exportId":"arn:1","definitionHash":"d1",
               "profileHash":"0123456789abcdef","outcome":"TooManyRejects","exitCode":3,"wasReset":true,"counts":{"items":1200,"rejected":{"parseItem":7}}},
              {"run":2,"kind":"Migrate","startedAt":"2024-01-16T10:30:00+00:00","endedAt":"2024-01-16T10:30:01+00:00","exportId":"arn:2","definitionHash":"d1",
               "profileHash":"fedcba9876543210","outcome":"Complete","exitCode":0,"undoBytes":123456,"undoneBy":4,"counts":{"items":1200,"kept":1200,"records":{"inserted":1100,"updated":40,"unchanged":60}}},
              {"run":3,"kind":"Replay","startedAt":"2024-01-17T10:30:00+00:00","exportId":"arn:2","definitionHash":"d1","profileHash":"fe"},
              {"run":4,"kind":"Undo","startedAt":"2024-01-18T10:30:00+00:00","exportId":"arn:2","definitionHash":"d1","profileHash":"fe","undoes":2,
               "outcome":"Complete","exitCode":1,"counts":{"items":2,"kept":1,"skipped":{"changedSince":1}}},
              {"run":5,"kind":"Migrate","startedAt":"2024-01-19T10:30:00+00:00","exportId":"arn:2","definitionHash":"d1","profileHash":"fe",
               "outcome":"Complete","exitCode":1,"counts":{"items":2,"kept":1,"rejected":{"upsert":1}},"neverRead":3},
              {"run":6,"kind":"Migrate","startedAt":"2024-01-20T10:30:00+00:00","exportId":"arn:2","definitionHash":"d1","profileHash":"fe",
               "outcome":"Complete","exitCode":1,"counts":{"items":2,"kept":2},"neverRead":3},
              {"run":7,"kind":"Migrate","startedAt":"2024-01-21T10:30:00+00:00","exportId":"arn:2","definitionHash":"d1","profileHash":"fe",
               "outcome":"Complete","exitCode":1,"counts":{"items":2,"kept":2},"deletesLeft":1},
              {"run":8,"kind":"Migrate","startedAt":"2024-01-22T10:30:00+00:00","exportId":"arn:2","definitionHash":"d1","profileHash":"fe",
               "outcome":"Complete","exitCode":5,"counts":{"items":2,"kept":2}}
            ]
            """);

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("runs", "pictures"));
        Assert.Equal("""
            run  what       begun                 took      items  inserted  updated  unchanged  rejected  undo    profile       outcome                                             export
            1    migrate    2024-01-15 10:30:00Z  00:01:05  1,200  0         0        0          7                 0123456789ab  too many rejects, reset                             arn:1
            2    migrate    2024-01-16 10:30:00Z  00:00:01  1,200  1,100     40       60         0         123 kB  fedcba987654  complete, undone by 4                               arn:2
            3    replay     2024-01-17 10:30:00Z            0      0         0        0          0                 fe            did not end                                         arn:2
            4    undo of 2  2024-01-18 10:30:00Z            2      0         0        0          0                 fe            complete, but some rows were left                   arn:2
            5    migrate    2024-01-19 10:30:00Z            2      0         0        0          1                 fe            complete with rejects                               arn:2
            6    migrate    2024-01-20 10:30:00Z            2      0         0        0          0                 fe            complete, but with attributes that were never read  arn:2
            7    migrate    2024-01-21 10:30:00Z            2      0         0        0          0                 fe            complete, but without its deletes                   arn:2
            8    migrate    2024-01-22 10:30:00Z            2      0         0        0          0                 fe            complete with differences                           arn:2

            """, _work.Out.ToString().ReplaceLineEndings("\n"));

        _work.Out.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("runs", "pictures", "--output", "json"));
        using var json = System.Text.Json.JsonDocument.Parse(_work.Out.ToString());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], json.RootElement.EnumerateArray().Select(run => run.GetProperty("run").GetInt32()));
        Assert.Equal(
            ["tooManyRejects", "complete", null],
            json.RootElement.EnumerateArray().Take(3).Select(run => run.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Undo_and_forget_want_a_run_and_ask_first()
    {
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("undo", "pictures", "--yes"));
        Assert.Contains("--run", _work.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("undo", "pictures", "--run", "1"));
        Assert.Contains("look with --dry-run, then give --yes", _work.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("forget", "pictures", "--run", "1"));
        Assert.Contains("forget asks first", _work.Error.ToString(), StringComparison.Ordinal);
        _work.Answer = "n";
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("forget", "pictures", "--run", "1"));
        Assert.Contains("Nothing was changed.", _work.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("undo", "pictures", "--run", "1", "--yes"));
        Assert.Contains(
            "'pictures' has no run 1; 'dataflux runs' lists those that there are", _work.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Databases_whose_project_is_gone_are_shown_and_removed_only_when_asked_twice()
    {
        var home = Directory.CreateDirectory(Path.Combine(_work.Folder, "home")).FullName;
        _work.Server.Orphans.Add(new NotedServer.Orphan(home, "/gone"));

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("status"));
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("status", "--remove-orphans"));
        Assert.Contains("nobody is there to answer; nothing was removed; give --yes", _work.Error.ToString(), StringComparison.Ordinal);
        _work.Answer = "n";
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("status", "--remove-orphans"));
        Assert.True(Directory.Exists(home));
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("status", "--remove-orphans", "--yes"));
        Assert.False(Directory.Exists(home));

        var again = Directory.CreateDirectory(home);
        _work.Answer = "y";
        _work.Out.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("status"));
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("status", "--remove-orphans"));

        Assert.False(Directory.Exists(again.FullName));
        var kept = "To keep the database of a project that was moved, open it once where the project is now, with 'dataflux sql' and the "
            + "definition: from then on it belongs there";
        Assert.EndsWith(
            $"""
            Orphan: embedded database {home} of /gone, which is gone
            {kept}
            Next: if none of these projects was moved or comes back, delete their databases for good with: dataflux status --remove-orphans
            Orphan: embedded database {home} of /gone, which is gone
            {kept}
            Delete this database with all rows, for good? [y/N] Removed: embedded database {home} of /gone, which is gone

            """,
            _work.Out.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_rejects_are_good_news()
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("rejects", "pictures"));
        Assert.Equal("pictures: nothing is rejected", _work.Out.ToString().Trim());
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("yes", true)]
    [InlineData("n", false)]
    [InlineData("", false)]
    public async Task Reset_asks_first(string answer, bool expected)
    {
        WithRejects();
        _work.Answer = answer;

        Assert.Equal(expected ? ExitCode.Complete : ExitCode.Usage, await _work.RunAsync("reset", "pictures"));
        Assert.StartsWith(
            "Forget progress and rejects of 'pictures' in .dataflux/pictures? [y/N] ", _work.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(!expected, File.Exists(Path.Combine(_work.Folder, State, "rejects.ndjson")));
        Assert.Equal(!expected, File.Exists(Path.Combine(_work.Folder, State, "checkpoint.json")));
        Assert.Empty(_work.Server.Removed);
    }

    [Fact]
    public async Task Reset_without_a_person_needs_a_yes()
    {
        WithRejects();

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("reset", "pictures"));
        Assert.Equal("error: reset asks first, and nobody is there to answer; give --yes", _work.Error.ToString().Trim());
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("reset", "pictures", "--yes", "--database"));
        Assert.False(File.Exists(Path.Combine(_work.Folder, State, "checkpoint.json")));
        Assert.Equal(["pictures"], _work.Server.Removed);
    }

    [Fact]
    public async Task A_database_that_other_migrations_use_is_not_removed_by_a_yes()
    {
        WithRejects();
        _work.Server.Others.AddRange(["orders", "users"]);

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("reset", "pictures", "--yes", "--database"));

        Assert.Equal(
            "error: --database would delete the tables of 'orders' and 'users' too, which are in the same database, and --yes does not "
            + "speak for them; nothing was changed. Leave out --yes to be asked, or drop the tables of 'pictures' alone with: "
            + "dataflux sql pictures.yaml",
            _work.Error.ToString().Trim());
        Assert.True(File.Exists(Path.Combine(_work.Folder, State, "checkpoint.json")));
        Assert.Empty(_work.Server.Removed);
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("n", false)]
    public async Task The_question_names_the_other_migrations_of_a_database(string answer, bool expected)
    {
        WithRejects();
        _work.Server.Others.Add("orders");
        _work.Answer = answer;

        Assert.Equal(expected ? ExitCode.Complete : ExitCode.Usage, await _work.RunAsync("reset", "pictures", "--database"));

        Assert.StartsWith(
            "Forget progress and rejects of 'pictures' in .dataflux/pictures, and delete the embedded database with all rows, those of "
            + "'orders' too? [y/N] ",
            _work.Out.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(
            expected,
            _work.Out.ToString().Contains("The rows of 'orders' are gone as well: reset it too, before the next run", StringComparison.Ordinal));
        Assert.Equal(expected ? ["pictures"] : [], _work.Server.Removed);
    }

    [Fact]
    public async Task A_database_is_removed_although_the_migration_has_no_state()
    {
        _work.WithPictures();

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("reset", "pictures", "--yes", "--database"));

        Assert.Equal(["pictures"], _work.Server.Removed);
    }

    [Fact]
    public async Task Nothing_is_reset_when_the_database_to_remove_is_not_datafluxs_own()
    {
        WithRejects();
        _work.WithPictures("  host: db.example.com");

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("reset", "pictures", "--yes", "--database"));
        Assert.Contains("this definition has a database of yours", _work.Error.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_work.Folder, State, "checkpoint.json")));
        Assert.Empty(_work.Server.Removed);
    }

    [Fact]
    public async Task Replay_before_a_migration_says_what_to_do()
    {
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("replay", "pictures"));
        Assert.Equal("error: 'pictures' has not been migrated yet; run: dataflux migrate pictures.yaml", _work.Error.ToString().Trim());
    }

    [Theory]
    [InlineData("rejects")]
    [InlineData("replay")]
    [InlineData("reset")]
    public async Task Help_ends_with_examples(string command)
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync(command, "--help"));
        Assert.Contains($"dataflux {command} pictures.yaml", _work.Out.ToString(), StringComparison.Ordinal);
    }

    private void WithRejects() => _work
        .With($"{State}/checkpoint.json", "{}")
        .With($"{State}/rejects.ndjson", """
            {"file":"data/a.json.gz","lines":[3],"stage":"parseItem","error":{"message":"width: 1.5 is not a whole number","code":"AttributeException"},"items":[{"Item":{}}]}
            {"file":"data/a.json.gz","lines":[4],"stage":"read","error":{"message":"column 5: expected ','"},"items":[{"malformed":"x"}]}
            {"file":"data/b.json.gz","lines":[7],"stage":"parseItem","error":{"message":"width: 2.5 is not a whole number","code":"AttributeException"},"items":[{"Item":{}}]}
            {"file":"data/b.json.gz","lines":[8,9],"stage":"upsert","error":{"message":"duplicate key value (SQLSTATE 23505).","code":"23505","table":"picture","column":"path","constraint":"picture_path_key"},"key":"42","items":[{"Item":{}},{"Item":{}}]}

            """);
}
