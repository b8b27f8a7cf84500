using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;
using Dataflux.Profiles;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// The rejected items of a migration, or those that wait, as an export: each part of the original export that has any, with the original
/// names and line numbers, so that groups and rejects are what they would be in the original. Read from <c>rejects.ndjson</c> as it is
/// needed: memory holds where the rejects of a part are, and of the part that is read where each item is.
/// </summary>
/// <param name="path">The reject file.</param>
/// <param name="checkpoint">What it belongs to.</param>
/// <param name="stage">The only stage whose items count; <see langword="null"/>: all.</param>
internal sealed class RejectSource(string path, Checkpoint checkpoint, string? stage = null) : ISource
{
    private const int BlockBytes = 256 * 1024;

    // By part: where in rejects.ndjson its rejects are, those side by side as one extent.
    private readonly Dictionary<string, List<(long Offset, long Length)>> _extents = new(StringComparer.Ordinal);

    /// <summary>The rejected items by part and stage.</summary>
    internal Dictionary<string, Dictionary<string, long>> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Finds the items; the identity includes every byte of their rejects.</summary>
    internal Export Open()
    {
        _extents.Clear();
        Counts.Clear();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var parts = new List<string>();
        long offset = 0;
        long bytes = 0;
        foreach (var stored in RejectReader.Read(path, checkpoint.RejectsLength))
        {
            if (stage is null || stored.Reject.Stage == stage)
            {
                hash.AppendData(stored.Line.Span);
                bytes += stored.Line.Length;
                if (Add(stored.Reject, offset, stored.Line.Length))
                    parts.Add(stored.Reject.Part);
            }

            offset += stored.Line.Length;
        }

        var fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset());
        return new Export
        {
            Id = $"{checkpoint.ExportId} rejects {fingerprint}",
            Location = path,
            Time = checkpoint.ExportTime,
            ItemCount = Counts.Values.Sum(static counts => counts.Values.Sum()),
            Parts = [.. parts.OrderBy(name => checkpoint.Parts.GetValueOrDefault(name)?.Number).Select(name => new SourcePart
            {
                Name = name,
                Fingerprint = fingerprint,
                ItemCount = Counts[name].Values.Sum(),
                Size = bytes / parts.Count,
                Link = checkpoint.Parts.GetValueOrDefault(name)?.Link ?? 0,
            })],
        };
    }

    /// <summary>The account of the migration after its items were run once more.</summary>
    /// <param name="whole">The migration's checkpoint.</param>
    /// <param name="again">The checkpoint of running them.</param>
    internal Checkpoint Settle(Checkpoint whole, Checkpoint again)
    {
        var parts = whole.Parts;
        var inPartitions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, done) in again.Parts)
        {
            if (parts.TryGetValue(name, out var before))
                parts = parts.SetItem(name, before with { Counts = before.Counts.Without(Counts[name], inPartitions) + done.Counts });
        }

        var partitions = whole.Partitions is { } spread
            ? spread with { Counts = spread.Counts.WithoutPartitioned(inPartitions) + (again.Partitions?.Counts ?? new()) }
            : again.Partitions;
        return whole with { Parts = parts, Partitions = partitions };
    }

    public Task<Export> OpenAsync(CancellationToken cancellation) => Task.FromResult(Open());

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        (long Offset, StoredReject Reject)? last = null;
        using var lines = new MemoryStream();
        var numbers = new List<long>();
        foreach (var (line, offset, bytes, item) in ItemsOf(part.Name))
        {
            if (last?.Offset != offset)
            {
                var buffer = new byte[bytes];
                stream.Position = offset;
                await stream.ReadExactlyAsync(buffer, cancellation);
                last = (offset, RejectReader.Parse(buffer, path, number: 0));
            }

            var original = last.Value.Reject.Items[item];
            if (stage != StageNames.Waiting)
            {
                yield return ItemBlock.Parse(original, line); // what is no item may be an empty line
                continue;
            }

            if (lines.Length + original.Length > BlockBytes && numbers.Count > 0)
                yield return Block();

            lines.Write(original.Span);
            lines.WriteByte((byte)'\n');
            numbers.Add(line);
        }

        if (numbers.Count > 0)
            yield return Block();

        ItemBlock Block()
        {
            var block = ItemBlock.ParseNumbered(lines.ToArray(), [.. numbers]);
            lines.SetLength(0);
            numbers.Clear();
            return block;
        }
    }

    // The reject's place in rejects.ndjson and the item's in the reject, in the order of line numbers.
    private List<(long Line, long Offset, int Length, int Item)> ItemsOf(string part)
    {
        var items = new List<(long Line, long Offset, int Length, int Item)>();
        foreach (var (start, length) in _extents[part])
        {
            var offset = start;
            foreach (var stored in RejectReader.Read(path, length, start))
            {
                if (stage is null || stored.Reject.Stage == stage)
                {
                    for (var i = 0; i < stored.Reject.Lines.Count; i++)
                        items.Add((stored.Reject.Lines[i], offset, stored.Line.Length, i));
                }

                offset += stored.Line.Length;
            }
        }

        items.Sort(static (a, b) => a.Line.CompareTo(b.Line));
        return items;
    }

    /// <returns>Whether it is the first of its part.</returns>
    private bool Add(Reject reject, long offset, int length)
    {
        var isFirst = !_extents.TryGetValue(reject.Part, out var extents);
        if (isFirst)
        {
            _extents.Add(reject.Part, extents = []);
            Counts.Add(reject.Part, new Dictionary<string, long>(StringComparer.Ordinal));
        }

        if (extents!.Count > 0 && extents[^1] is var last && last.Offset + last.Length == offset)
            extents[^1] = (last.Offset, last.Length + length);
        else
            extents.Add((offset, length));

        var counts = Counts[reject.Part];
        counts[reject.Stage] = counts.GetValueOrDefault(reject.Stage) + reject.Lines.Count;
        return isFirst;
    }

    public Failure Classify(Exception exception) => Failure.Systemic(exception.Message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
