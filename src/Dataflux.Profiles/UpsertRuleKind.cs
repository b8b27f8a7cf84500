namespace Dataflux.Profiles;

/// <summary>What an <see cref="UpsertRule"/> does with its column when the row is already there.</summary>
public enum UpsertRuleKind
{
    /// <summary>The column gets the value of an SQL expression.</summary>
    Set,

    /// <summary>The column stays as it is.</summary>
    Keep,

    /// <summary>The column gets the incoming value only if another column changes.</summary>
    Touch,

    /// <summary>The column gets the value of an SQL expression where the incoming value differs from its own.</summary>
    Combine,
}
