using System.Runtime.CompilerServices;
using System.Text;
using Dataflux.Engine;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>An export in memory: a list of files, each a list of lines, cut into small blocks.</summary>
internal sealed class MemorySource(params string[][] files) : ISource
{
    private const int LinesPerBlock = 3;

    internal List<string> Opened { get; } = [];

    /// <summary>Throws before the block with this index of each file is handed out, as often as the queue says.</summary>
    internal Queue<(int Block, Exception Error)> Failures { get; } = new();

    /// <summary>The fingerprints of files that are not what they were.</summary>
    internal Dictionary<int, string> Version { get; } = [];

    public Task<Export> OpenAsync(CancellationToken cancellation) => Task.FromResult(Open());

    internal Export Open() => new()
    {
        Id = "memory",
        Location = "memory",
        Time = new DateTimeOffset(2026, 1, 14, 10, 0, 0, TimeSpan.Zero),
        ItemCount = files.Sum(lines => lines.LongLength),
        Files = [.. files.Select((lines, i) => new ExportFile { Name = $"data/{i:D3}.json.gz", Fingerprint = Version.GetValueOrDefault(i, $"{i}"), ItemCount = lines.Length })],
    };

    public async IAsyncEnumerable<ItemBlock> ReadAsync(ExportFile file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        lock (Opened)
        {
            Opened.Add(file.Name);
        }

        var lines = files[int.Parse(file.Name.AsSpan("data/".Length, 3))];
        for (var i = 0; i < lines.Length; i += LinesPerBlock)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            ThrowIfDue(i / LinesPerBlock);

            var block = string.Join('\n', lines.Skip(i).Take(LinesPerBlock)) + "\n";
            yield return ItemBlock.Parse(Encoding.UTF8.GetBytes(block), i + 1);
        }
    }

    private void ThrowIfDue(int block)
    {
        lock (Failures)
        {
            if (Failures.TryPeek(out var failure) && failure.Block == block)
            {
                Failures.Dequeue();
                throw failure.Error;
            }
        }
    }

    public Failure Classify(Exception exception) =>
        new(exception is TimeoutException ? FailureKind.Transient : FailureKind.Systemic, exception.Message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
