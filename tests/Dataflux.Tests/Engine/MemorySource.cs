using System.Runtime.CompilerServices;
using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>An export in memory: a list of files, each a list of lines, cut into small blocks.</summary>
internal sealed class MemorySource(params string[][] files) : ISource
{
    private const int LinesPerBlock = 3;

    private readonly Dictionary<string, int> _readTo = [];

    internal List<string> Opened { get; } = [];

    /// <summary>The positions at which reading of a file was begun, other than its first.</summary>
    internal List<string> EnteredAt { get; } = [];

    /// <summary>Throws before the block with this index of each file is handed out, as often as the queue says.</summary>
    internal Queue<(int Block, Exception Error)> Failures { get; } = new();

    /// <summary>The fingerprints of files that are not what they were.</summary>
    internal Dictionary<int, string> Version { get; } = [];

    /// <summary>The name of the file that cannot be read to its end.</summary>
    internal string? Broken { get; set; }

    /// <summary>What it is waited for before that file breaks off.</summary>
    internal Task BeforeBroken { get; set; } = Task.CompletedTask;

    public Task<Export> OpenAsync(CancellationToken cancellation) => Task.FromResult(Open());

    /// <summary>By default the files are those of an export.</summary>
    public SourceCapabilities Capabilities { get; init; } = new();

    /// <summary>Whether the files are a chain of exports.</summary>
    internal bool IsChain { get; init; }

    /// <summary>The file that is a stream; <see langword="null"/>: none is.</summary>
    internal int? Stream { get; init; }

    /// <summary>The positions that were told as saved.</summary>
    internal List<string> SavedPositions { get; } = [];

    /// <summary>Which export of the chain each file belongs to; its own, unless given.</summary>
    internal IReadOnlyList<int>? Links { get; init; }

    /// <summary>The numbers in the files' names, where they are not those of their places.</summary>
    internal IReadOnlyList<int>? Names { get; init; }

    /// <summary>The size of each file, from which the number of partitions is made.</summary>
    internal long? FileSize { get; set; }

    internal Export Open()
    {
        _readTo.Clear();
        return NewExport();
    }

    private Export NewExport() => new()
    {
        IsChain = IsChain,
        Id = "memory",
        Location = "memory",
        Time = new DateTimeOffset(2026, 1, 14, 10, 0, 0, TimeSpan.Zero),
        ItemCount = Stream is null ? files.Sum(lines => lines.LongLength) : null,
        Parts = [.. files.Select((lines, i) => new SourcePart
        {
            Name = $"data/{Names?[i] ?? i:D3}.json.gz",
            Fingerprint = Version.GetValueOrDefault(i, $"{Names?[i] ?? i}"),
            ItemCount = i == Stream ? null : lines.Length,
            IsStream = i == Stream,
            Size = FileSize,
            Link = IsChain ? Links?[i] ?? i : 0,
        })],
    };

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        lock (Opened)
            Opened.Add(part.Name);

        var number = int.Parse(part.Name.AsSpan("data/".Length, 3));
        var lines = files[Names is null ? number : Names.ToList().IndexOf(number)];
        for (var i = Enter(part); i < lines.Length; i += LinesPerBlock)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            ThrowIfDue(i / LinesPerBlock);
            if (part.Name == Broken && i > 0)
            {
                await BeforeBroken.WaitAsync(cancellation);
                throw new InvalidDataException("the rest is gone");
            }

            var block = string.Join('\n', lines.Skip(i).Take(LinesPerBlock)) + "\n";
            var next = Math.Min(i + LinesPerBlock, lines.Length);
            lock (Opened)
                _readTo[part.Name] = next;

            var items = ItemBlock.Parse(Encoding.UTF8.GetBytes(block), i + 1);
            yield return Capabilities.HasPositions ? items.EndingAt($"{next}") : items;
        }

        if (part.IsStream)
            yield return ItemBlock.Parse(ReadOnlyMemory<byte>.Empty, lines.Length + 1).EndingAt($"{lines.Length}");
    }

    public void Saved(string part, string position) => SavedPositions.Add(position);

    private int Enter(SourcePart part)
    {
        var first = part.Position is null ? 0 : int.Parse(part.Position);
        lock (Opened)
        {
            var isAgain = _readTo.TryGetValue(part.Name, out var readTo);
            if (isAgain && first < readTo && !Capabilities.CanReadAgain)
                throw new InvalidOperationException($"{part.Name} was read up to {readTo}, and is to be read again from {first}");

            if (!isAgain && first > 0)
                EnteredAt.Add(part.Position!);
        }

        return first;
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
