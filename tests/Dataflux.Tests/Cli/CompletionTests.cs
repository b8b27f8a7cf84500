using System.Diagnostics;
using System.Text.RegularExpressions;
using Dataflux.Cli;
using Dataflux.Dialects;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli;

public sealed partial class CompletionTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("migrate", "dataflux", "mi")]
    [InlineData("stop start status", "dataflux", "st")]
    [InlineData("--max-rejects --max-replica-lag", "dataflux", "migrate", "pictures", "--max-re")]
    [InlineData("--s3-bucket --s3-prefix", "dataflux", "start", "pictures", "--s3")]
    [InlineData("json", "dataflux", "check", "pictures", "--format", "j")]
    [InlineData("missing", "dataflux", "verify", "pictures", "--repair", "m")]
    [InlineData("pictures.csx pictures.yaml", "dataflux", "migrate", "pic")]
    public async Task Bash_completes_commands_options_choices_and_files(string expected, params string[] words)
    {
        _work.WithPictures().With("script", await ScriptAsync("bash")).With("test.sh", $$"""
            _init_completion() {
                [[ ${#given[@]} -gt 0 ]] || return 1
                words=("${given[@]}"); cword=$((${#given[@]} - 1)); cur=${given[cword]}; prev=${given[cword - 1]}
            }
            source ./script
            given=({{string.Join(' ', words)}})
            __cocona_dataflux_completion_entrypoint
            printf '%s\n' "${COMPREPLY[@]}" > answer
            """);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["test.sh"]) { WorkingDirectory = _work.Folder })!;
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected.Split(' ').Order(), File.ReadLines(Path.Combine(_work.Folder, "answer")).Order());
    }

    // An unescaped quote or bracket in a description would end it, and a colon make a part of it a command of the shell.
    [Fact]
    public async Task Nothing_in_a_description_means_something_to_zsh()
    {
        var lines = (await ScriptAsync("zsh")).Split('\n').Where(line => line.StartsWith("        '", StringComparison.Ordinal)).ToList();

        Assert.InRange(lines.Count, 150, 1000);
        Assert.All(lines, line => Assert.Matches(Specification(), line));
        Assert.Contains("        'migrate:Runs a migration'", lines);
    }

    [Fact]
    public async Task Another_shell_is_wrong_usage()
    {
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("--completion", "zhs"));
        Assert.Equal(["error: there is no completion for 'zhs'; did you mean 'zsh'?"], _work.Error.ToString().TrimEnd().Split('\n'));
    }

    private async Task<string> ScriptAsync(string shell)
    {
        var shipped = _work.Composition with { Dialects = ShippedDialects.Registry };
        Assert.Equal(
            ExitCode.Complete,
            await DatafluxCommand.RunAsync(["--completion", shell], _work.Console, shipped, TestContext.Current.CancellationToken));
        return _work.Out.ToString().ReplaceLineEndings("\n");
    }

    // A command, an option with its description and what is completed, an argument, or what Cocona writes itself.
    [GeneratedRegex(
        @"^        '([a-z]+:[^':\[\]]+'|(\([^)]*\))?\*?(''?\{[^}]*\}'|--[a-z0-9-]+)\[[^'\[\]:]+\](: :[^':]+)?' \\"
        + @"|[0-9]+:[^':]+:[^':]+' \\|\*:: :->args')$",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Specification();
}
