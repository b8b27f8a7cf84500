using System.Text;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>
/// What no test that reads files can see: whether a file was flushed to the disk, and in which order. The kernel's own record says so
/// (<c>strace</c>), of checkpoint, rejects and their folder.
/// </summary>
public sealed class SystemCallTests(PostgreSqlFixture server)
{
    private const string Trace = "trace.txt";

    // In the order of the alternatives; the letters are those of the patterns below.
    private readonly List<(string Call, string File, char Letter)> _events = [];

    [Fact]
    public async Task Rejects_are_on_the_disk_before_the_checkpoint_counts_on_them_and_the_checkpoint_before_and_after_it_gets_its_name()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "400", "--files", "3", "--bad");

        var run = await TracedAsync(workspace, "migrate");

        // w: a reject is written; J: rejects are flushed; x: a checkpoint is written beside the old one, C: flushed, R: renamed; F: the
        // folder is flushed.
        Assert.Matches("^(F*(w*J)?F*x+F*CF*RF+)+$", run);
        Assert.InRange(run.Count(letter => letter == 'R'), 5, 20);
        Assert.Matches("wJ.*wJ", run);

        workspace.EditProfile("item.Int32(\"formatId\", orText: true)", "(item.TryInt32(\"formatId\", orText: true) ?? 85)");
        var replay = await TracedAsync(workspace, "replay");

        // n: a remaining reject is written beside the old ones, N: flushed, M: renamed, which the checkpoint announced before and confirms
        // after. The first pass writes some, so that a second one comes, which writes none.
        Assert.Matches("^(F*n+NF*x+CRF+MF+x+CRF+){2}$", replay);
    }

    private async Task<string> TracedAsync(Workspace workspace, string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "strace reads the system calls of Linux");
        var exitCode = await workspace.ShellAsync(
            $"strace -f --seccomp-bpf -y -e trace=write,pwrite64,pwritev,fsync,fdatasync,rename,renameat,renameat2 -o {Trace} "
            + $"'{PublishedTool.Program}' {command} pictures.yaml --quiet");
        Assert.Equal(1, exitCode);
        _events.Clear();
        foreach (var (name, write, flush, rename) in new[]
            { ("rejects.ndjson", 'w', 'J', ' '), ("checkpoint.json.new", 'x', 'C', 'R'), ("rejects.ndjson.new", 'n', 'N', 'M') })
        {
            var path = Path.Combine(workspace.State, name);
            _events.AddRange([("write", $"<{path}>", write), ("sync", $"<{path}>", flush), ("rename", $"\"{path}\", ", rename)]);
        }

        _events.Add(("sync", $"<{workspace.State}>", 'F'));
        var letters = new StringBuilder();
        foreach (var line in File.ReadLines(Path.Combine(workspace.Folder, Trace)))
        {
            // "1234 fsync(99</path>) = 0", or without its end where another thread came between.
            var call = line[..Math.Max(0, line.IndexOf('(', StringComparison.Ordinal))];
            foreach (var (kind, file, letter) in _events)
            {
                if (call.Contains(kind, StringComparison.Ordinal) && line.Contains(file, StringComparison.Ordinal))
                {
                    letters.Append(letter);
                    break;
                }
            }
        }

        return letters.ToString();
    }
}
