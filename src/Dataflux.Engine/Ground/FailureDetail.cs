namespace Dataflux.Engine.Ground;

/// <summary>What a record is refused for, where more can be said or done about it than by the target's own code.</summary>
public enum FailureDetail
{
    /// <summary>Nothing that is known here.</summary>
    None,

    /// <summary>A text holds a character that the target cannot store.</summary>
    UnstorableText,

    /// <summary>A row that the record refers to is not there.</summary>
    MissingParent,
}
