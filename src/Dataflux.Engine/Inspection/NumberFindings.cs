namespace Dataflux.Engine.Inspection;

/// <summary>What the numbers of an attribute are like.</summary>
public sealed record NumberFindings
{
    /// <summary>How many there are.</summary>
    public required long Count { get; init; }

    /// <summary>The smallest, with all its digits.</summary>
    public required string Smallest { get; init; }

    /// <summary>The largest, with all its digits.</summary>
    public required string Largest { get; init; }

    /// <summary>The most digits before the decimal point, without leading zeros.</summary>
    public required int WholeDigits { get; init; }

    /// <summary>The most digits behind the decimal point; 0 when all are whole numbers.</summary>
    public required int FractionDigits { get; init; }

    /// <summary>Whole numbers that, as seconds since 1970, lie in the years 2000 to 2099.</summary>
    public required long EpochSeconds { get; init; }

    /// <summary>The same as milliseconds.</summary>
    public required long EpochMilliseconds { get; init; }

    /// <summary>The same as microseconds.</summary>
    public required long EpochMicroseconds { get; init; }
}
