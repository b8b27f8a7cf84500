using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Rows;

namespace Dataflux.Engine.Pipeline;

/// <summary>The stages <c>groupRows</c> and <c>groupKey</c>: the groups of the rows of one part, as the profile wants them.</summary>
internal sealed class RowGrouping<TRow, TRecord>(Profile<TRow, TRecord> profile, ScriptPosition? position = null)
    where TRecord : notnull
{
    /// <summary>An empty grouping.</summary>
    internal RowGroups<TRow> New() => profile switch
    {
        { GroupKey: { } key } => key.NewGroups(),
        { GroupRows: { } groupRows } => new ScriptedRows<TRow>(groupRows),
        _ => new SingleRows<TRow>(),
    };

    /// <summary>Takes the groups of the rows collected; one empty chunk when there are none, or none could be made.</summary>
    internal List<GroupChunk<TRow>> Take(IItemAccount account, RowGroups<TRow> groups)
    {
        if (groups.Count == 0)
            return [GroupChunk<TRow>.Empty];

        position?.Enter(StageNames.Of(Stage.GroupRows), $"the rows of {account.Part}");
        try
        {
            var chunks = groups.Take(out var dropped);
            account.Skip(SkipReason.GroupRows, dropped);
            return chunks;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A script's groupRows that throws saw all rows of the part, and none of them has a group.
            account.Reject(Stage.GroupRows, new Reject
            {
                Part = account.Part,
                Lines = groups.TakeLines(),
                Stage = StageNames.Of(Stage.GroupRows),
                Error = profile.ErrorOf(e),
            });
            return [GroupChunk<TRow>.Empty];
        }
        finally
        {
            position?.Leave();
        }
    }
}
