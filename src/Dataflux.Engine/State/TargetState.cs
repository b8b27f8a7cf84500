using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.State;

/// <summary>
/// A migration's state in its target (<c>checkpoint: target</c>): the checkpoint's head, a document for each done part, and the rejects
/// in portions. They are written in the transaction of a part's last batch, so a part's rows, its rejects and that it is done become
/// true at one moment. The reject file in the state folder is a copy, made again at each start.
/// </summary>
internal sealed class TargetState : ICheckpointStore
{
    private const string Head = "checkpoint";
    private const string Files = "file/";
    private const string Rejects = "rejects/";
    private const int Portion = 256 * 1024;
    private readonly string _migration;
    private readonly string _rejectsPath;
    private Checkpoint? _checkpoint;

    private byte[]? _headRead;
    private long _rejectsKept;

    // Whether the documents are those of this process: before that they belong to an earlier run, and are replaced as a whole.
    private bool _isOurs;

    private TargetState(string migration, string rejectsPath)
    {
        _migration = migration;
        _rejectsPath = rejectsPath;
    }

    /// <summary>Reads the state, and makes the state folder's reject file a copy of it.</summary>
    /// <param name="documents">The target's documents.</param>
    /// <param name="migration">The migration's name.</param>
    /// <param name="folder">The state folder.</param>
    /// <exception cref="StateException">The state is damaged or of a newer version, or the folder has a checkpoint of its own.</exception>
    internal static async Task<TargetState> LoadAsync(ITargetDocuments documents, string migration, string folder)
    {
        if (File.Exists(StateFolder.Checkpoint(folder)))
        {
            throw new StateException(
                $"{StateFolder.Checkpoint(folder)} holds this migration's state, but the definition says 'checkpoint: target'. "
                + "Go on with 'checkpoint: folder', or start over ('dataflux reset', then run again)");
        }

        var state = new TargetState(migration, StateFolder.Rejects(folder));
        var copy = StateFolder.Rejects(folder) + ".new";
        long length;
        await using (var rejects = OnDisk(folder, () => PrivateFile.Create(copy)))
        {
            await state.ReadAsync(documents, content => OnDisk(folder, () =>
            {
                rejects.Write(content);
                rejects.Flush();
                return true;
            }));
            length = rejects.Length;
        }

        if (state._checkpoint is { } checkpoint && checkpoint.RejectsLength != length)
            throw CheckpointText.Damaged(state.Where(Rejects), $"{length:N0} bytes instead of {checkpoint.RejectsLength:N0}");

        return OnDisk(folder, () =>
        {
            File.Move(copy, state._rejectsPath, overwrite: true);
            return state;
        });
    }

    /// <summary>Reads the checkpoint alone; <see langword="null"/>: there is none.</summary>
    /// <exception cref="StateException">It is damaged or of a newer version.</exception>
    internal static async Task<Checkpoint?> ReadCheckpointAsync(ITargetDocuments documents, string migration)
    {
        var state = new TargetState(migration, rejectsPath: "");
        await state.ReadAsync(documents, static _ => { });
        return state._checkpoint;
    }

    public bool IsTransactional => true;

    public Checkpoint? Load() => _checkpoint;

    /// <summary>Remembers the checkpoint; it is in the target when <see cref="WriteAsync"/> was committed.</summary>
    public void Save(Checkpoint checkpoint) => _checkpoint = checkpoint;

    public async Task WriteAsync(ITargetDocuments documents, Checkpoint checkpoint, string? part = null)
    {
        var rejectsFrom = _isOurs ? _rejectsKept : 0;
        if (!_isOurs)
        {
            await documents.DeleteAsync(_migration);
            foreach (var (name, done) in checkpoint.Parts)
                await documents.PutAsync(_migration, Files + name, CheckpointText.Format(done));
        }
        else if (part is not null)
        {
            await documents.PutAsync(_migration, Files + part, CheckpointText.Format(checkpoint.Parts[part]));
        }

        await PutRejectsAsync(documents, rejectsFrom, checkpoint.RejectsLength);
        await documents.PutAsync(_migration, Head, HeadOf(checkpoint));
        KillPoint.At(KillPoint.InCheckpoint);
    }

    public void Committed(Checkpoint checkpoint)
    {
        _checkpoint = checkpoint;
        _rejectsKept = checkpoint.RejectsLength;
        _isOurs = true;
    }

    public async Task KeepAsync(Checkpoint checkpoint, Func<Func<ITargetDocuments, Task>, Task> inTarget, bool whole = false)
    {
        _isOurs = _isOurs && !whole; // what was kept is not a part of the whole any longer
        await inTarget(documents => WriteAsync(documents, checkpoint));
        Committed(checkpoint);
    }

    public async Task ReplaceAsync(Checkpoint checkpoint, Func<Func<ITargetDocuments, Task>, Task> inTarget)
    {
        await inTarget(async documents =>
        {
            await RefuseIfChangedAsync(documents);
            await WriteAsync(documents, checkpoint);
        });
        _headRead = HeadOf(checkpoint); // it may be replaced once more
    }

    public async Task RefuseIfChangedAsync(ITargetDocuments documents)
    {
        byte[]? head = null;
        await foreach (var (name, content) in documents.ReadAsync(_migration))
        {
            head = name == Head ? content : null;
            break;
        }

        if (head is null != _headRead is null || !head.AsSpan().SequenceEqual(_headRead))
        {
            throw new StateException(
                $"the state of '{_migration}' in the target is not what it was a moment ago: another process changed it, or another "
                + "server took over; run the same command again");
        }
    }

    private static byte[] HeadOf(Checkpoint checkpoint) => CheckpointText.Format(checkpoint with { Parts = checkpoint.Parts.Clear() });

    private async Task ReadAsync(ITargetDocuments documents, Action<byte[]> toRejects)
    {
        await foreach (var (name, content) in documents.ReadAsync(_migration))
        {
            if (name == Head)
            {
                _headRead = content;
                _checkpoint = CheckpointText.Parse(content, Where(name));
            }
            else if (_checkpoint is null)
            {
                throw CheckpointText.Damaged(Where(Head), "it is missing");
            }
            else if (name.StartsWith(Files, StringComparison.Ordinal))
            {
                _checkpoint = _checkpoint with
                {
                    Parts = _checkpoint.Parts.SetItem(name[Files.Length..], CheckpointText.ParsePart(content, Where(name))),
                };
            }
            else
            {
                toRejects(content);
            }
        }
    }

    private async Task PutRejectsAsync(ITargetDocuments documents, long from, long to)
    {
        if (from == to)
            return;

        var folder = Path.GetDirectoryName(_rejectsPath)!;
        using var rejects = OnDisk(folder, () => new FileStream(_rejectsPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        rejects.Position = from;
        var buffer = new byte[Math.Min(Portion, to - from)];
        while (from < to)
        {
            var portion = buffer.AsMemory(0, (int)Math.Min(buffer.Length, to - from));
            OnDisk(folder, () =>
            {
                rejects.ReadExactly(portion.Span);
                return true;
            });
            await documents.PutAsync(_migration, $"{Rejects}{from:D15}", portion);
            from += portion.Length;
        }
    }

    // Inside a transaction an I/O error would pass for one of the connection, and be waited out.
    private static T OnDisk<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(folder, e);
        }
    }

    private string Where(string name) => $"the state of '{_migration}' in the target, document '{name}',";
}
