using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// The rejects of one part while it is under way, kept on disk so that their number costs no memory. They become part of
/// <c>rejects.ndjson</c> when the part is done; a part that is not done leaves none, because it will be read again.
/// </summary>
/// <param name="path">The file; one more is named after it for each stretch of a part.</param>
/// <param name="stretch">Which stretch it is, counted from 0.</param>
internal sealed class RejectBuffer(string path, int stretch = 0) : IDisposable
{
    private readonly string _first = path;
    private readonly string _path = stretch == 0 ? path : Path.ChangeExtension(path, null) + $"-{stretch}" + Path.GetExtension(path);
    private readonly int _stretch = stretch;
    private readonly Lock _gate = new();
    private StreamWriter? _writer;

    /// <summary>How many rejects there are.</summary>
    internal long Count { get; private set; }

    /// <summary>The buffer of the stretch behind this one.</summary>
    internal RejectBuffer Next() => new(_first, _stretch + 1);

    /// <summary>Takes a reject; any stage's thread may call it.</summary>
    /// <param name="reject">The reject.</param>
    /// <param name="item">The original line when it is at hand; otherwise it is read again when the part is done.</param>
    internal void Add(Reject reject, OriginalLine? item = null)
    {
        var entry = new BufferedReject(reject, item?.Bytes.ToArray(), item?.IsWellFormed ?? true);
        var line = JsonSerializer.Serialize(entry, BufferedRejectJson.Default.BufferedReject);
        lock (_gate)
        {
            _writer ??= new StreamWriter(PrivateFile.Create(_path));
            _writer.WriteLine(line);
            Count++;
        }
    }

    /// <summary>All rejects in the order they were added.</summary>
    internal IEnumerable<(Reject Reject, OriginalLine? Item)> Read()
    {
        lock (_gate)
            _writer?.Flush();

        if (Count == 0)
            yield break;

        using var reader = new StreamReader(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            var entry = JsonSerializer.Deserialize(line, BufferedRejectJson.Default.BufferedReject)!;
            yield return (entry.Reject, entry.Item is null ? null : new OriginalLine(entry.Item, entry.IsWellFormed));
        }
    }

    /// <summary>Forgets all rejects, because the part is read again.</summary>
    internal void Clear()
    {
        lock (_gate)
        {
            CloseWriter();
            Count = 0;
            File.Delete(_path);
        }
    }

    public void Dispose() => Clear();

    private void CloseWriter()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written any more belongs to a part that is not done, and is forgotten anyway.
        }

        _writer = null;
    }
}
