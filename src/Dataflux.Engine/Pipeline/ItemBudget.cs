namespace Dataflux.Engine.Pipeline;

/// <summary>The items a limited run may still read. Used by one stage at a time.</summary>
internal sealed class ItemBudget(long? limit)
{
    private long _left = limit ?? long.MaxValue;

    internal bool IsSpent => _left == 0;

    /// <summary>Takes as many of the wanted items as are left.</summary>
    internal int Take(int wanted)
    {
        var taken = (int)Math.Min(wanted, _left);
        _left -= taken;
        return taken;
    }
}
