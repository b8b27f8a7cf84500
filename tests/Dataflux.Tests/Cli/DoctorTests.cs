using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli;

/// <summary><c>dataflux doctor</c> says what stands in the way of a run, a line for each finding.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_machine_with_all_that_a_run_needs_is_told_so()
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("doctor"));

        var lines = Lines();
        Assert.Equal(
            ["program", "state folder", "disk", "ports", "server"], lines.SkipLast(1).Select(static line => line[9..21].TrimEnd()));
        Assert.Contains("ok       state folder the working directory can be written", lines);
        Assert.Contains("ok       server       a server of /usr/bin", lines);
        Assert.Equal("nothing stands in the way of a run", lines[^1]);
    }

    [Fact]
    public async Task What_is_missing_is_a_problem_with_the_way_out_and_an_exit_code()
    {
        _work.Server.Programs = null;

        Assert.Equal(ExitCode.Failed, await _work.RunAsync("doctor"));

        Assert.Contains("problem  server       no server programs are installed; install them", Lines());
        Assert.Equal("1 problem and 0 cautions: a run would not begin, or not end well", Lines()[^1]);
    }

    [Fact]
    public async Task A_definition_is_looked_at_with_its_credentials_by_name_and_never_by_value()
    {
        _work.WithPictures("  host: db\n  password: hunter2");

        await _work.RunAsync("doctor", "pictures");

        Assert.Contains("ok       credentials  'password' is given", Lines());
        Assert.Single(Lines(), line => line.StartsWith("ok       source       ", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", _work.Out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(" server ", _work.Out.ToString(), StringComparison.Ordinal);
    }

    private string[] Lines() => _work.Out.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
