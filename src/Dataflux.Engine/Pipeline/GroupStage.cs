using Dataflux.Engine.Ground;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Rows;
using Dataflux.Engine.State;
using Dataflux.Profiles;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Reads one part and groups its rows. Rows of a keyed group are collected in memory up to the configured amount; a part
/// with more goes by disk, in partitions of the key, so that memory stays bounded and groups stay whole.
/// </summary>
internal sealed class GroupStage<TRow, TRecord>(RunScope<TRow, TRecord> scope, ItemBudget budget)
    where TRecord : notnull
{
    private readonly RowStage<TRow, TRecord> _rowStage = new(
        scope.Profile, scope.Plan.ScriptWatch.NewPosition(), scope.Plan.SkipDeletes, replaces: true, scope.Coverage);
    private readonly RowGrouping<TRow, TRecord> _grouping = new(
        scope.Profile, scope.Profile.GroupRows is null ? null : scope.Plan.ScriptWatch.NewPosition());

    // Keys only, of one part: handed on with the next groups.
    private readonly List<Deletion> _deletions = [];
    private readonly List<(int Group, object[] Keys)> _earlier = [];

    // One for all parts: what a grouping has grown to is as large for the next part.
    private readonly RowGroups<TRow> _groups = new RowGrouping<TRow, TRecord>(scope.Profile).New();

    internal async Task RunAsync(PartRun<TRow> part, CancellationToken stop)
    {
        part = await GroupAsync(part, stop);
        part.Coverage = _rowStage.TakeCoverage();
        part.Groups.Writer.Complete();
    }

    /// <returns>The last stretch of the part.</returns>
    private async Task<PartRun<TRow>> GroupAsync(PartRun<TRow> part, CancellationToken stop)
    {
        var plan = scope.Plan;
        var groups = _groups;
        var account = new PartAccount<TRow, TRecord>(scope, part);
        _deletions.Clear();
        _earlier.Clear();
        _rowStage.Doubts.Clear();
        RowStage<TRow, TRecord>.RowTaker collect = (row, line, _, _) =>
        {
            groups.Add(row, line);
            if (_rowStage.Earlier is { Length: > 0 } earlier)
                _earlier.Add((groups.Count - 1, earlier));
        };
        var reached = part.Part.Position;
        await foreach (var (block, first) in scope.BlocksOf(part, stop))
        {
            await part.Ahead.RoomAsync(groups.Bytes, groups.NeedsAllRows, stop);
            var taken = budget.Take(block.Count - first);
            reached = block.Position ?? reached;
            part.Kept?.Add(block);
            part.Versions?.Add(block, first, first + taken);
            if (part.Part.IsStream)
                await RunInOrderAsync(part, account, block, first, first + taken, collect, stop);
            else
                RunRows(account, block, first, first + taken, collect);

            KillPoint.At(KillPoint.Reading);
            if (!groups.NeedsAllRows || part.IsOfDeletes)
            {
                await EmitAsync(part, account, groups, stop);
                if (block.Position is { } position && plan.Options.Limit is null && IsLong(part))
                {
                    part = EndAt(position, part);
                    account = new PartAccount<TRow, TRecord>(scope, part);
                }
            }
            else if (groups.Bytes > plan.Options.GroupMemory && scope.Profile.GroupKey is { } key && plan.Options.Limit is null)
            {
                await RegroupOnDiskAsync(part, account, key, groups.Bytes, stop);
                return part;
            }

            if (taken < block.Count - first || budget.IsSpent)
            {
                part.Cut = true;
                break;
            }
        }

        await EmitAsync(part, account, groups, stop);
        if (part is { Part.IsStream: true, Cut: false })
            part.EndGrownTo(reached ?? throw new SourceException($"{part.Part.Name}: the source did not say up to where it was read"));

        return part;
    }

    // A chunk's deletes come before its groups. In a stream, where a key may be put and deleted, those behind a group begin another chunk.
    private async Task RunInOrderAsync(
        PartRun<TRow> part, IItemAccount account, ItemBlock block, int first, int end, RowStage<TRow, TRecord>.RowTaker take,
        CancellationToken stop)
    {
        for (var i = first; i < end; i++)
        {
            var before = _deletions.Count;
            RunRows(account, block, i, i + 1, take);
            if (_deletions.Count == before || _groups.Count == 0)
                continue;

            var behind = _deletions[before..];
            _deletions.RemoveRange(before, behind.Count);
            await EmitAsync(part, account, _groups, stop);
            _deletions.AddRange(behind);
        }
    }

    private bool IsLong(PartRun<TRow> stretch) => stretch.Counts.Items >= scope.Options.ItemsBetweenPositions;

    // No group is open here: where rows wait for others, a part is done as a whole.
    private PartRun<TRow> EndAt(string position, PartRun<TRow> stretch)
    {
        stretch.Coverage = _rowStage.TakeCoverage();
        var next = stretch.EndAt(position);
        stretch.Groups.Writer.Complete();
        return next;
    }

    private void RunRows(IItemAccount account, ItemBlock block, int first, int end, RowStage<TRow, TRecord>.RowTaker take)
    {
        var since = scope.Plan.Time.GetTimestamp();
        _rowStage.Run(account, block, first, end, take, _deletions);
        scope.Plan.Observer.Worked(TimedStage.ParseItem, scope.Plan.Time.GetElapsedTime(since));
    }

    // Nothing of the part was handed on yet, because keyed groups are whole only at its end: it can be read again.
    private async Task RegroupOnDiskAsync(
        PartRun<TRow> part, IItemAccount account, Contract.GroupKeyOf<TRow> key, long bytesSoFar, CancellationToken stop)
    {
        var counted = part.Counts.ToRunCounts();
        var itemsSoFar = Math.Max(1, counted.Items);
        var expectedBytes = part.Part.ItemCount is { } items ? bytesSoFar * (double)items / itemsSoFar : bytesSoFar * 32.0;
        scope.Restart(part);
        _rowStage.ForgetCoverage();
        var groups = _groups;
        groups.Clear();
        _deletions.Clear();
        _rowStage.Doubts.Clear();
        var folder = Path.Combine(StateFolder.Groups(scope.Plan.StateFolder), $"{part.Number:D6}");
        using var partitions = new KeyPartitions(folder, KeyPartitions.CountFor(expectedBytes, scope.Options.GroupMemory));
        await foreach (var (block, first) in scope.BlocksOf(part, stop))
        {
            part.Versions?.Add(block, first, block.Count);
            RunRows(account, block, first, block.Count, (row, line, of, index) =>
                partitions.Add((int)(key.Hash(row) % (uint)partitions.Count), line.Number, of.Line(index).Span));
        }

        partitions.Seal();
        for (var i = 0; i < partitions.Count; i++)
        {
            // A partition at a time.
            await part.Ahead.EmptyAsync(stop);
            foreach (var (block, line) in partitions.Read(i))
            {
                _rowStage.WatchReads(block);
                if (scope.Profile.ParseItem(block.Item(0), out var row))
                    groups.Add(row, new SourceLine(line, block.Line(0).Length));
            }

            await EmitAsync(part, account, groups, stop);
        }
    }

    private async Task EmitAsync(PartRun<TRow> part, IItemAccount account, RowGroups<TRow> groups, CancellationToken stop)
    {
        if (_rowStage.Doubts.Count > 0)
        {
            // In a stream the order says whose they are.
            if (!part.Part.IsStream)
                LeaveOut(await scope.Contested.AmongAsync(part.Part.Link, _rowStage.Doubts, stop), account);

            _rowStage.Doubts.Clear();
        }

        if (groups.Count == 0 && _deletions.Count == 0)
            return;

        var chunks = _grouping.Take(account, groups);
        if (_deletions.Count > 0)
        {
            chunks[0] = chunks[0].After(_deletions.ToArray());
            _deletions.Clear();
        }

        if (_earlier.Count > 0)
        {
            chunks[0] = chunks[0].Replacing(_earlier.ToArray()); // without groups, which alone have any, there is one chunk
            _earlier.Clear();
        }

        foreach (var chunk in chunks)
        {
            part.Ahead.Add(chunk.Bytes);
            chunk.ReadyAt = scope.Plan.Time.GetTimestamp();
            await part.Groups.Writer.WriteAsync(chunk, stop);
        }
    }

    // Another item has these keys now, and writes over what they name. A deleted item that has no others is skipped.
    private void LeaveOut(HashSet<object> contested, IItemAccount account)
    {
        if (contested.Count == 0)
            return;

        for (var i = _deletions.Count - 1; i >= 0; i--)
        {
            var deletion = _deletions[i];
            var keys = Array.FindAll(deletion.Keys, key => !contested.Contains(key));
            _deletions[i] = deletion with { Keys = keys };
            if (keys.Length == 0)
            {
                _deletions.RemoveAt(i);
                account.Skip(SkipReason.DeleteItem, deletion.IsOfPut ? 0 : 1);
            }
        }

        for (var i = 0; i < _earlier.Count; i++)
            _earlier[i] = (_earlier[i].Group, Array.FindAll(_earlier[i].Keys, key => !contested.Contains(key)));
    }
}
