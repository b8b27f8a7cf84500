using System.Text.Json;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>Scripts that print, end the process or never come back, in the real executable.</summary>
public sealed class LyingScriptTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task What_a_script_prints_does_not_get_into_output_for_programs()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "100", "--files", "1");
        Insert(workspace, "System.Console.WriteLine(\"printed \\u001b[31m\"); System.Console.Error.WriteLine(\"printed too\"); "
            + "using (var raw = System.Console.OpenStandardOutput()) raw.Write(\"printed below\\n\"u8); "
            + "System.IO.File.AppendAllText(\"/dev/stdout\", \"printed aside\\n\");");

        Assert.Equal(0, await workspace.ShellAsync($"'{PublishedTool.Program}' try pictures.yaml --output json >out 2>err"));

        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "out"), TestContext.Current.CancellationToken));
        var said = await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "err"), TestContext.Current.CancellationToken);
        Assert.Contains(@"printed \u001b[31m", said, StringComparison.Ordinal);
        Assert.Contains("printed too", said, StringComparison.Ordinal);
        Assert.Contains("printed below", said, StringComparison.Ordinal);
        Assert.Contains("printed aside", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("check")]
    public async Task A_script_that_ends_the_process_does_not_make_a_command_complete(string command)
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "100", "--files", "1");
        Insert(workspace, "System.Environment.Exit(0);");

        var output = await workspace.RunAsync(4, command, "pictures.yaml");

        Assert.Contains(
            "error: something in this process, probably the script, called Environment.Exit(0) before the command was done; what was "
            + "committed stays. Next: throw an exception there instead, then run the same command again",
            output,
            StringComparison.Ordinal);
        Assert.Equal(0, await workspace.ShellAsync("""
            cd .dataflux/postgresql 2>/dev/null || exit 0
            cd "$(sed -n s/^home=//p cluster)" && [ -f data/postmaster.pid ] || exit 0
            timeout 20 tail --pid="$(head -n 1 data/postmaster.pid)" -f /dev/null
            """));
    }

    [Fact]
    public async Task A_script_that_takes_all_memory_is_named_with_its_place_and_rejects_nothing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "100", "--files", "1");
        Insert(workspace, "if (item.Count > 0) _ = new byte[int.MaxValue];");

        var output = await workspace.RunAsync(4, "migrate", "pictures.yaml");

        Assert.Matches(
            @"pictures\.csx\([0-9]+,[0-9]+\): the script ran out of memory: make it keep less, then run the same command again; what was committed stays",
            output);
        Assert.DoesNotContain("bug in dataflux", output, StringComparison.Ordinal);
        Assert.Matches(@"\+ rejected +0", output);
    }

    [Fact]
    public async Task A_call_that_does_not_come_back_is_named_and_a_signal_ends_it_in_the_stated_time()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "100", "--files", "1");
        Insert(workspace, "while (true) { }");
        using var run = workspace.Start("migrate", "pictures.yaml");

        await run.SeenAsync("parseItem of the profile has not come back for");
        Assert.Matches(
            "WARN \\[pictures\\] parseItem of the profile has not come back for [0-9]+ s: it was called for [^ ]+ line 1; ", run.Output);
        await run.SignalAsync("TERM");
        var output = await run.EndsWithAsync(143);

        Assert.Matches("Not ended after [0-9.]+ s: stopping at once, which is safe", output);
    }

    [Fact]
    public async Task A_signal_ends_a_command_whose_script_does_not_come_back()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "100", "--files", "1");

        // Not the word itself: a warning of the compiler shows the source line before anything runs.
        Insert(workspace, "System.Console.WriteLine(\"loop\" + \"ing\"); while (true) { }");
        using var run = workspace.Start("check", "pictures.yaml");

        await run.SeenAsync("looping");
        await run.SignalAsync("INT");
        var output = await run.EndsWithAsync(130);

        Assert.Contains("Stopping. A second signal stops at once.", output, StringComparison.Ordinal);
        Assert.Matches("Not ended after [0-9.]+ s: stopping at once. A function of the script is perhaps in an endless loop", output);
    }

    // The first statement of parseItem, whose body is an expression or a block.
    private static void Insert(Workspace workspace, string statement)
    {
        var text = File.ReadAllText(workspace.Profile);
        var name = System.Text.RegularExpressions.Regex.Match(text, @"(\w+\?) parseItem\(Item (\w+)\)");
        Assert.True(name.Success);
        File.WriteAllText(
            workspace.Profile,
            text.Replace(name.Value, $"{name.Groups[1]} parseItem(Item {name.Groups[2]}) {{ {statement} return "
                + $"parsed({name.Groups[2]}); }}\n\n{name.Groups[1]} parsed(Item {name.Groups[2]})", StringComparison.Ordinal));
    }
}
