namespace Dataflux.Engine.Rehearsing;

/// <summary>What a migration would do to a row.</summary>
public enum RowFate
{
    /// <summary>The row would be new.</summary>
    Insert,

    /// <summary>The row would be changed.</summary>
    Update,

    /// <summary>The row would stay as it is, or there is none and there would be none.</summary>
    Leave,

    /// <summary>The row would be deleted.</summary>
    Delete,
}
