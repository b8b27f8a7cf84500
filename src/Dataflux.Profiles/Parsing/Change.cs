namespace Dataflux.Profiles;

/// <summary>What an incremental export says happened to an item. Items of a full export are always <see cref="Put"/>.</summary>
public enum Change
{
    /// <summary>The item was inserted or updated; its attributes are the new image.</summary>
    Put,

    /// <summary>The item was deleted; its attributes are empty, see <see cref="Item.Keys"/> and <see cref="Item.OldImage"/>.</summary>
    Delete,
}
