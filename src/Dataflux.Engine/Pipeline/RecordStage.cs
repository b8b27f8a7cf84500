using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Rows;

namespace Dataflux.Engine.Pipeline;

/// <summary>The stage <c>transform</c> alone: makes the records of one group.</summary>
internal sealed class RecordStage<TRow, TRecord>(Profile<TRow, TRecord> profile, ScriptPosition? position = null)
    where TRecord : notnull
{
    private readonly ScriptPosition _position = position ?? new();
    private GroupChunk<TRow>? _chunk;
    private Func<int, long>? _lineOf;

    /// <summary>Whether the last group without records was rejected, and not skipped.</summary>
    internal bool WasRejected { get; private set; }

    /// <summary>Makes the records of a group. Synchronous: nothing here waits.</summary>
    /// <param name="account">Told when the group is skipped or rejected.</param>
    /// <param name="chunk">The group's chunk.</param>
    /// <param name="index">The group's index in it.</param>
    /// <param name="records">Receives the records; what was in it is forgotten.</param>
    /// <returns>Whether there are any.</returns>
    internal bool TryMake(IItemAccount account, GroupChunk<TRow> chunk, int index, List<TRecord> records)
    {
        records.Clear();
        if (!ReferenceEquals(chunk, _chunk))
        {
            _chunk = chunk;
            _lineOf = group => chunk.LineNumbers(group)[0];
        }

        _position.At(index, Stage.Transform);
        _position.Enter(account.Part, _lineOf!);
        WasRejected = false;
        try
        {
            profile.Transform(chunk.Group(index), records);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            WasRejected = true;
            Reject(account, chunk, index, e);
            return false;
        }
        finally
        {
            _position.Leave();
        }

        if (records.Count > 0)
            return true;

        account.Skip(SkipReason.Transform, chunk.Lines(index).Length);
        return false;
    }

    private void Reject(IItemAccount account, GroupChunk<TRow> chunk, int index, Exception exception) =>
        account.Reject(Stage.Transform, new Reject
        {
            Part = account.Part,
            Lines = chunk.LineNumbers(index),
            Stage = StageNames.Of(Stage.Transform),
            Error = profile.ErrorOf(exception),
            Key = profile.GroupKey?.Text(chunk.Group(index)[0]),
        });
}
