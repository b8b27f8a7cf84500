using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;
using Dataflux.Profiles;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// The rejected items of a migration as an export: each file of the original export that has any, with the original names and
/// line numbers, so that groups and rejects are what they would be in the original. Read from <c>rejects.ndjson</c> as it is
/// needed: memory holds where an item is, not the item.
/// </summary>
internal sealed class RejectSource(string path, Checkpoint checkpoint) : ISource
{
    // By file: the reject's place in rejects.ndjson and the item's in the reject, in the order of line numbers.
    private readonly Dictionary<string, List<(long Line, long Offset, int Length, int Item)>> _items = new(StringComparer.Ordinal);

    /// <summary>The rejected items by file and stage.</summary>
    internal Dictionary<string, Dictionary<string, long>> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Finds the items; the identity includes every byte of the rejects.</summary>
    internal Export Open()
    {
        _items.Clear();
        Counts.Clear();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = new List<string>();
        long offset = 0;
        foreach (var stored in RejectReader.Read(path, checkpoint.RejectsLength))
        {
            hash.AppendData(stored.Line.Span);
            var reject = stored.Reject;
            if (!_items.TryGetValue(reject.File, out var items))
            {
                _items.Add(reject.File, items = []);
                Counts.Add(reject.File, new Dictionary<string, long>(StringComparer.Ordinal));
                files.Add(reject.File);
            }

            for (var i = 0; i < reject.Lines.Count; i++)
            {
                items.Add((reject.Lines[i], offset, stored.Line.Length, i));
            }

            var counts = Counts[reject.File];
            counts[reject.Stage] = counts.GetValueOrDefault(reject.Stage) + reject.Lines.Count;
            offset += stored.Line.Length;
        }

        var fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset());
        foreach (var items in _items.Values)
        {
            items.Sort((a, b) => a.Line.CompareTo(b.Line));
        }

        return new Export
        {
            Id = $"{checkpoint.ExportId} rejects {fingerprint}",
            Location = path,
            Time = checkpoint.ExportTime,
            ItemCount = _items.Values.Sum(items => (long)items.Count),
            Files = [.. files.OrderBy(name => checkpoint.Files.GetValueOrDefault(name)?.Number).Select(name => new ExportFile
            {
                Name = name,
                Fingerprint = fingerprint,
                ItemCount = _items[name].Count,
                Size = offset / files.Count,
            })],
        };
    }

    /// <inheritdoc/>
    public Task<Export> OpenAsync(CancellationToken cancellation) => Task.FromResult(Open());

    /// <inheritdoc/>
    public async IAsyncEnumerable<ItemBlock> ReadAsync(ExportFile file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        (long Offset, StoredReject Reject)? last = null;
        foreach (var (line, offset, bytes, item) in _items[file.Name])
        {
            if (last?.Offset != offset)
            {
                var buffer = new byte[bytes];
                stream.Position = offset;
                await stream.ReadExactlyAsync(buffer, cancellation);
                last = (offset, RejectReader.Parse(buffer, path, number: 0));
            }

            yield return ItemBlock.Parse(last.Value.Reject.Items[item], line);
        }
    }

    /// <inheritdoc/>
    public Failure Classify(Exception exception) => new(FailureKind.Systemic, exception.Message);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
