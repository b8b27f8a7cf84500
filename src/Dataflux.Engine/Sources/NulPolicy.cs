namespace Dataflux.Engine.Sources;

/// <summary>
/// What becomes of characters that JSON can hold and databases cannot: U+0000, and halves of surrogate pairs, which are no
/// Unicode text.
/// </summary>
public enum NulPolicy
{
    /// <summary>Items keep them; a record that brings one to a column that cannot hold it is rejected. The default.</summary>
    Reject,

    /// <summary>They are taken out of all text of an item before the profile sees it.</summary>
    Strip,

    /// <summary>Each becomes U+FFFD, the replacement character, before the profile sees it.</summary>
    Replace,
}
