using Dataflux.Profiles;

namespace Dataflux.Engine.Ledger;

/// <summary>The versions of items by their lines: when each was written, in microseconds since 1970. Safe for threads.</summary>
internal sealed class LineVersions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _versions = [];

    /// <summary>Whether no item has one.</summary>
    internal bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _versions.Count == 0;
        }
    }

    /// <summary>Takes those of a block's items that have one.</summary>
    internal void Add(ItemBlock block, int first, int end)
    {
        lock (_gate)
        {
            for (var i = first; i < end; i++)
            {
                if (block.IsChange(i) && block.Item(i).WrittenAt is { } writtenAt)
                    _versions[block.LineNumber(i)] = (writtenAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            }
        }
    }

    /// <summary>The newest version of some lines; <see langword="null"/>: none has one.</summary>
    internal long? NewestOf(long[] lines)
    {
        long? newest = null;
        lock (_gate)
        {
            foreach (var line in lines)
            {
                if (_versions.TryGetValue(line, out var version) && !(newest >= version))
                    newest = version;
            }
        }

        return newest;
    }

    internal void Clear()
    {
        lock (_gate)
            _versions.Clear();
    }
}
