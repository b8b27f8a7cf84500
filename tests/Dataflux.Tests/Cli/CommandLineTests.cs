using Dataflux.Cli;
using Dataflux.Dialects;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("error: there is no option '--batchsize'; did you mean '--batch-size'?", "migrate", "--batchsize", "5", "pictures.yaml")]
    [InlineData("error: there is no option '--limt'; did you mean '--limit'?", "migrate", "pictures.yaml", "--limt=5")]
    [InlineData("error: there is no option '-x'", "migrate", "pictures.yaml", "-x")]
    [InlineData("error: there is no command 'migrat'; did you mean 'migrate'?", "migrat", "pictures.yaml")]
    [InlineData("error: there is no command 'root'", "root")]
    [InlineData("error: 'more' is one argument too many", "migrate", "pictures.yaml", "more")]
    [InlineData("error: there is no option '-quiet'; did you mean '--quiet'?", "migrate", "pictures.yaml", "-quiet")]
    [InlineData("error: --limit needs a value: <n>", "migrate", "pictures.yaml", "--limit")]
    [InlineData("error: --limit needs a value: <n>", "migrate", "pictures.yaml", "--limit", "--quiet")]
    [InlineData("error: --limit is given 2 times; give it once", "migrate", "pictures.yaml", "--limit", "5", "--limit=6")]
    [InlineData("error: --sample is 'few'; expected a whole number", "check", "pictures.yaml", "--sample", "few")]
    [InlineData("error: --format is 'githb'; did you mean 'github'?", "check", "pictures.yaml", "--format:githb")]
    [InlineData("error: --dashboard is 'x'; expected a whole number", "migrate", "pictures.yaml", "--dashboard=x")]
    [InlineData("error: --run is missing: The run to undo, as 'dataflux runs' numbers it", "undo", "pictures.yaml")]
    [InlineData("error: <definition> is missing: The definition, or the migration's name", "stop")]
    [InlineData(
        "error: '--' passes arguments on to a database's own program, which only 'dataflux sql' does",
        "check",
        "pictures.yaml",
        "--",
        "-c")]
    [InlineData(
        "error: a command is needed: doctor, inspect, init, schema, check, explain, try, test, pack, plan, migrate, verify, runs, rejects, "
            + "replay, undo, forget, reset, start, stop, status, logs, sql or ddl; see: dataflux --help")]
    public async Task Wrong_usage_is_an_error_that_names_what_was_meant(string expected, params string[] args)
    {
        _work.WithPictures();

        Assert.Equal(ExitCode.Usage, await _work.RunAsync(args));
        Assert.Equal(expected, _work.Error.ToString().Split(Environment.NewLine)[0]);
        Assert.Empty(_work.Out.ToString());
        Assert.False(Directory.Exists(Path.Combine(_work.Folder, ".dataflux")));
    }

    [Fact]
    public async Task The_help_of_migrate_ends_with_examples()
    {
        var shipped = _work.Composition with { Dialects = ShippedDialects.Registry };
        var code = await DatafluxCommand.RunAsync(["migrate", "--help"], _work.Console, shipped, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Complete, code);
        Assert.Equal("""
            Description:
              Runs a migration; run again, it resumes where it was stopped

            Usage:
              dataflux migrate <definition> [options]

            Arguments:
              <definition>  The definition: a path, or a name in the working directory or in migrations/

            Options:
              -b, --batch-size <n>      Records per transaction; without it 5000, then 500 to 20000 by their time
              -m, --max-id <id>         Sets the profile's option maxId
              --limit <n>               Stops after this many items, for a trial [default: no limit]
              --max-rejects <n|n%>      Stops when more items than this are rejected: a number such as 100 or a share
                                        such as 1% [default: no limit]
              --readers <n>             Files read and parsed ahead at the same time [default: 1]
              --writers <n>             Sessions that write to the target, sharing records by key; one where the key is
                                        not known [default: 2]
              --max-rate <n/s>          The records written at most, over all writers, such as 5000/s or 90000/m
                                        [default: no limit]
              --max-replica-lag <time>  Writers wait while a replica of the target is further behind than this, such as
                                        10s [default: replicas are not watched]
              --state-dir <folder>      The folder that holds a folder of state for every migration, by its name
                                        [default: .dataflux, beside dataflux.yaml or in the working directory]
              --source-type <type>      The kind of source
              --target-type <type>      The kind of target
              --export <id|latest>      Which export to take where several are found
              --accept-gap <time>       The longest gap in a chain that is accepted
              --s3-bucket <bucket>      The source's bucket
              --s3-prefix <prefix>      The source's prefix in the bucket
              --set <name=value>        An option of the profile; source.name and target.name set the dialect's;
                                        repeatable
              --accept-changes          Resume although the definition or the script has changed
              -q, --quiet               Only warnings and errors
              -v, --verbose             Everything, details of failures included
              --dashboard <port>        Serves the run's page on this computer, at a free port unless one is given
              --metrics-port <n>        Serves the metrics as a Prometheus page; 0 for a free port
              --metrics-host <ip>       The address that page is served at [default: 127.0.0.1]
              --log-format <text|json>  The form of log lines on the screen and in run.log [default: text]
              -?, -h, --help            Show help and usage information

            Examples:
              # run it, or resume it
              dataflux migrate pictures.yaml
              # try it with the first 10,000 items
              dataflux migrate pictures --limit 10000
              # set the option maxId; stop when more than 1% is rejected
              dataflux migrate pictures -m 20000000 --max-rejects 1%
              # spare the database and its replicas
              dataflux migrate pictures --max-rate 5000/s --max-replica-lag 10s
              # the newest export in a bucket
              dataflux migrate pictures --source-type s3-dynamodb --s3-bucket exports --s3-prefix pictures/ --export latest
              # an export on this disk
              dataflux migrate pictures --source-type local-dynamodb --set source.path=./export

            """, string.Join('\n', _work.Out.ToString().Split(Environment.NewLine).Select(line => line.TrimEnd())));
    }

    [Fact]
    public async Task The_version_is_the_assemblys()
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("--version"));
        Assert.StartsWith("dataflux 1.0.0", _work.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_prints_the_problems_of_all_definitions_and_a_line_for_each_that_is_right()
    {
        _work.WithPictures().With("wrong.yaml", "name: wrong\n")
            .With("script.yaml", "name: script\nprofile: pictures.csx\nprofileSha256: " + new string('0', 64)
            + "\nsource: { type: local-dynamodb, path: e }\ntarget: { type: postgresql }\n");
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary());

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "pictures", "wrong", "script", "--sample", "0"));
        Assert.Equal("""
            definition: local-dynamodb to postgresql
            script: profile pictures.csx, SHA-256 ab12
            pictures.yaml: OK
            definition: local-dynamodb to postgresql

            """, _work.Out.ToString());
        Assert.Equal("""
            wrong.yaml: error DF0004: 'profile' is not given; write 'profile: …'. The profile: a .csx file, relative to the definition.
            wrong.yaml: error DF0004: 'source' has no 'type'; expected local-dynamodb or s3-dynamodb
            wrong.yaml: error DF0004: 'target' has no 'type'; expected postgresql
            script.yaml(3,16): error DF0013: the profile 'pictures.csx' has the SHA-256 ab12, not the one given here; look at what changed in it, then write its SHA-256 here
                3 | profileSha256: 0000000000000000000000000000000000000000000000000000000000000000
                  |                ^
            'dataflux explain DF0004 DF0013' tells more

            """, _work.Error.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("sql")]
    [InlineData("shell")]
    public async Task The_databases_program_gets_the_session_and_the_arguments_after_the_dashes(string command)
    {
        _work.WithPictures().With("psql.sh", "echo \"$PGHOST $@\" > seen.txt\nexit 3\n");
        _work.Shell.Session = new("/bin/sh", ["psql.sh", "--dbname", "pictures"], new Dictionary<string, string> { ["PGHOST"] = "db" });

        Assert.Equal(3, await _work.RunAsync(command, "--", "-c", "select 1"));
        Assert.Equal("db --dbname pictures -c select 1\n", File.ReadAllText(Path.Combine(_work.Folder, "seen.txt")));
    }
}
