namespace Dataflux.Profiles;

public readonly partial struct Item
{
    /// <summary>
    /// An S attribute that holds an ISO 8601 time: <c>2015-12-21T17:42:34.5Z</c>, <c>20150311T122706Z</c>,
    /// <c>2015-12-21 17:42+01:00</c>, or a date alone, which means its midnight in UTC. What is finer than a microsecond is cut
    /// off, because databases do not keep it: <c>17:42:34.123456789</c> is <c>17:42:34.123456</c>. Ask for String where it matters.
    /// </summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <returns>The time in UTC.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is missing, is not S, holds no such time, or lacks the zone.
    /// </exception>
    public DateTimeOffset Timestamp(string name) => Required(name, "S (ISO 8601 time)").AsTimestamp();

    /// <summary>Like <see cref="Timestamp(string)"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Timestamp(string)" path="/param"/>
    /// <returns>The time in UTC or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not S or holds no such time.</exception>
    public DateTimeOffset? TryTimestamp(string name) => TryGet(name, out var value) ? value.AsTimestamp() : null;

    /// <summary>An N attribute that counts from 1970-01-01T00:00:00Z; what is finer than a microsecond is cut off.</summary>
    /// <param name="name">The attribute's name, case-sensitive.</param>
    /// <param name="epoch">The unit the number counts in.</param>
    /// <param name="orText">Whether an S attribute that holds a number is taken too.</param>
    /// <returns>The time in UTC.</returns>
    /// <exception cref="AttributeException">
    /// The attribute is missing or is not N, or is outside the years 1 to 9999, which tells of another unit.
    /// </exception>
    public DateTimeOffset Timestamp(string name, Epoch epoch, bool orText = false) =>
        Required(name, "N (time)").AsTimestamp(epoch, orText);

    /// <summary>Like <see cref="Timestamp(string, Epoch, bool)"/>; <see langword="null"/> when the attribute is missing or NULL.</summary>
    /// <inheritdoc cref="Timestamp(string, Epoch, bool)" path="/param"/>
    /// <returns>The time in UTC or <see langword="null"/>.</returns>
    /// <exception cref="AttributeException">The attribute is not N or is no such time.</exception>
    public DateTimeOffset? TryTimestamp(string name, Epoch epoch, bool orText = false) =>
        TryGet(name, out var value) ? value.AsTimestamp(epoch, orText) : null;
}
