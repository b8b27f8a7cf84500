namespace Dataflux.Engine.Inspection;

/// <summary>How many attributes are looked at in all, so that memory is bounded whatever is in an export.</summary>
internal sealed class AttributeBudget
{
    /// <summary>Attributes of all kinds together, those in maps and lists included.</summary>
    internal const int Most = 2_000;

    private int _left = Most;

    /// <summary>Whether an attribute was met for which there was no room.</summary>
    internal bool IsExceeded { get; private set; }

    internal bool TryTake()
    {
        if (_left > 0)
        {
            _left--;
            return true;
        }

        IsExceeded = true;
        return false;
    }
}
