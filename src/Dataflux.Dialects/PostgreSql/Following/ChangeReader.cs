using System.Runtime.CompilerServices;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Npgsql.Replication.PgOutput.Messages;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>
/// Makes blocks of items of a stream, up to a mark that was put into it. A transaction is not brought together: it is as large as it is.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="relations">The tables.</param>
/// <param name="current">Reads rows that the stream does not have all of.</param>
/// <param name="from">Where it is read from.</param>
/// <param name="mark">The mark.</param>
internal sealed class ChangeReader(
    ChangeStream stream, StreamRelations relations, CurrentRows current, StreamPosition from, StreamMark mark)
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    private readonly ChangeLines _lines = new(from.Item);
    private readonly RowFields _row = new();
    private readonly RowFields _old = new();
    private readonly long _passedOver = from.Taken;
    private StreamPosition _position = from;
    private bool _isFirst = true;
    private bool _isMarked;

    /// <summary>The blocks; the last one, at the mark, may be empty.</summary>
    /// <exception cref="SourceException">A table was truncated.</exception>
    internal async IAsyncEnumerable<ItemBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await stream.NextAsync())
        {
            switch (stream.Current)
            {
                case BeginMessage begin:
                    Begin(begin);
                    break;
                case CommitMessage commit:
                    Commit(commit);
                    break;
                case RelationMessage relation:
                    await relations.LearnAsync(relation, cancellation);
                    break;
                case LogicalDecodingMessage message:
                    _isMarked |= await mark.IsAsync(message, cancellation);
                    break;
                case TruncateMessage truncate:
                    Refuse(truncate);
                    break;
                case var change when TableOf(change) is { } table:
                    _position = _position with { Taken = _position.Taken + 1 };
                    if (!_isFirst || _position.Taken > _passedOver)
                        await TakeAsync(change, table, cancellation);

                    break;
            }

            var isAtMark = _isMarked && stream.Current is CommitMessage;
            if (_lines.IsFull || isAtMark)
            {
                await current.EndAsync(cancellation);
                _position = _position with { Item = _lines.Item };
                yield return _lines.Take(_position);
            }

            if (isAtMark)
                yield break;
        }

        throw new SourceException("the server ended the stream");
    }

    private StreamRelation? TableOf(object message) => message switch
    {
        InsertMessage insert => relations.Of(insert.Relation.RelationId),
        UpdateMessage update => relations.Of(update.Relation.RelationId),
        DeleteMessage delete => relations.Of(delete.Relation.RelationId),
        _ => null,
    };

    // Clocks of servers go back, versions do not.
    private void Begin(BeginMessage begin) => _position = _position with
    {
        Taken = 0,
        Version = Math.Max(_position.Version, (begin.TransactionCommitTimestamp - DateTime.UnixEpoch).Ticks / Microsecond.Ticks),
    };

    private void Commit(CommitMessage commit)
    {
        if (_isFirst && _position.Taken < _passedOver)
        {
            throw new SourceException(
                $"the transaction that ends at {commit.TransactionEndLsn} has {_position.Taken} changes, and {_passedOver} of them were "
                    + "read before: the publication or the tables were others then. Load again ('dataflux reset --source', then run "
                    + "again)");
        }

        _isFirst = false;
        _position = _position with { Lsn = commit.TransactionEndLsn, Taken = 0 };
    }

    private async Task TakeAsync(object change, StreamRelation table, CancellationToken cancellation)
    {
        switch (change)
        {
            case InsertMessage insert:
                await _row.ReadAsync(insert.NewRow, cancellation);
                await PutAsync(table, hasOld: false, isFull: false, cancellation);
                break;
            case FullUpdateMessage update:
                await _old.ReadAsync(update.OldRow, cancellation);
                await _row.ReadAsync(update.NewRow, cancellation);
                await PutAsync(table, hasOld: true, isFull: true, cancellation);
                break;
            case IndexUpdateMessage update:
                await _old.ReadAsync(update.Key, cancellation);
                await _row.ReadAsync(update.NewRow, cancellation);
                await PutAsync(table, hasOld: true, isFull: false, cancellation);
                break;
            case UpdateMessage update:
                await _row.ReadAsync(update.NewRow, cancellation);
                await PutAsync(table, hasOld: false, isFull: false, cancellation);
                break;
            case FullDeleteMessage delete:
                await _old.ReadAsync(delete.OldRow, cancellation);
                _lines.Delete(table, _old, _old, _position.Version);
                break;
            case KeyDeleteMessage delete:
                await _old.ReadAsync(delete.Key, cancellation);
                _lines.Delete(table, _old, old: null, _position.Version);
                break;
        }
    }

    private async Task PutAsync(StreamRelation table, bool hasOld, bool isFull, CancellationToken cancellation)
    {
        var old = isFull ? _old : null;
        if (hasOld)
        {
            // What is stored apart and was not changed is in the row before, where the server sends that.
            for (var i = 0; i < table.Identifies.Count; i++)
            {
                if (_row.IsMissing(i) && table.Identifies[i] && !_old.IsMissing(i))
                    _row.Fill(i, _old);
            }

            if (Array.Exists(table.Key, place => !_row.IsSame(place, _old)))
            {
                _lines.Delete(table, _old, old, _position.Version);
                old = null;
            }
        }

        if (!table.Lacks(_row))
        {
            _lines.Put(table, _row, old, _position.Version);
            return;
        }

        var key = RowPosition.From(0, table.Now.Key, [.. table.Key.Select(place => _row[place].ToArray())]).Key;
        if (await current.ReadAsync(table.Now, key, cancellation))
            _lines.PutCurrent(table, _row, current.Fields, old, _position.Version);
        else
            _lines.Delete(table, _row, old, _position.Version); // it is deleted, or has another key, behind this change
    }

    private void Refuse(TruncateMessage truncate)
    {
        if (truncate.Relations.Select(relation => relations.Of(relation.RelationId)).FirstOrDefault(static table => table is not null)
            is { } emptied)
        {
            throw new SourceException(
                $"{emptied.Now.Name} was emptied by TRUNCATE behind {_position.Lsn}, which says no rows, and is not applied. Everything "
                    + "before is in the target. Load again: empty the target's table, 'dataflux reset --source' drops the slot, then run "
                    + "again; DELETE can be followed");
        }
    }
}
