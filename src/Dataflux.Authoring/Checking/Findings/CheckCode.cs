namespace Dataflux.Authoring.Checking.Findings;

/// <summary>
/// The codes of what is found with a sample of the export, at the source and at the target. A code keeps its meaning for ever.
/// </summary>
internal static class CheckCode
{
    /// <summary>The export cannot be read.</summary>
    internal const string SourceUnreadable = "DF0201";

    /// <summary>Every item of the sample that the profile does not skip is rejected.</summary>
    internal const string AllRejected = "DF0202";

    /// <summary>Some items of the sample are rejected: a warning.</summary>
    internal const string SomeRejected = "DF0203";

    /// <summary>The profile skips every item of the sample: a warning.</summary>
    internal const string AllSkipped = "DF0204";

    /// <summary>Records of different items have the same key, so that one overwrites the other: a warning.</summary>
    internal const string KeysMeet = "DF0205";

    /// <summary>Attributes of the sample are never read by the profile: a warning, or an error where the definition says so.</summary>
    internal const string AttributesUnread = "DF0206";

    /// <summary>The target cannot be reached, or the user may not do there what a migration does.</summary>
    internal const string TargetUnusable = "DF0211";

    /// <summary>A record does not fit its table.</summary>
    internal const string RecordDoesNotFit = "DF0212";
}
