namespace Dataflux.Engine.Inspection;

/// <summary>What the texts of an attribute are like.</summary>
public sealed record TextFindings
{
    /// <summary>How many there are.</summary>
    public required long Count { get; init; }

    /// <summary>How many are empty.</summary>
    public required long Empty { get; init; }

    /// <summary>The most characters (code points, as PostgreSQL counts them) of one text.</summary>
    public required int LongestCharacters { get; init; }

    /// <summary>Texts with the character U+0000, which PostgreSQL cannot hold.</summary>
    public required long WithNul { get; init; }

    /// <summary>Texts with half of a surrogate pair, which is no Unicode text.</summary>
    public required long WithLoneSurrogate { get; init; }

    /// <summary>Dates: <c>2024-05-14</c>.</summary>
    public required long Dates { get; init; }

    /// <summary>Times with a zone: <c>2024-05-14T11:14:20Z</c>; none finer than a microsecond.</summary>
    public required long Times { get; init; }

    /// <summary>Times without a zone: <c>2024-05-14T11:14:20</c>.</summary>
    public required long LocalTimes { get; init; }

    /// <summary>Numbers that are written as text.</summary>
    public required long Numbers { get; init; }

    /// <summary>Those of them that are whole numbers of 64 bits.</summary>
    public required long Integers { get; init; }

    /// <summary>UUIDs of 36 characters.</summary>
    public required long Uuids { get; init; }
}
