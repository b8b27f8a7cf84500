namespace Dataflux.Engine.Targets;

/// <summary>A session that compares instead of writing.</summary>
public interface IComparingSession : ITargetSession
{
    /// <summary>Says which item a record of the batch under way, or a key that it deletes, comes from.</summary>
    Func<object, ItemOrigin?> OriginOf { set; }
}
