namespace Dataflux.Profiles;

/// <summary>The unit of a number that counts from 1970-01-01T00:00:00Z. Never guessed: the profile says which.</summary>
public enum Epoch
{
    /// <summary>Seconds; DynamoDB's own TTL attributes use these.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Microseconds; an incremental export's write times use these.</summary>
    Microseconds,
}
