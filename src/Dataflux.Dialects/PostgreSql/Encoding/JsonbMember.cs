namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>A member of an object in a text that is being written.</summary>
/// <param name="Start">Where its name begins, with the quote.</param>
/// <param name="NameLength">The length of the name with its quotes.</param>
/// <param name="End">Where its value ends.</param>
internal readonly record struct JsonbMember(int Start, int NameLength, int End)
{
    /// <summary>Compares names as <c>jsonb</c> does: by their length in bytes, then by their bytes.</summary>
    /// <param name="other">The other member.</param>
    /// <param name="text">The text.</param>
    /// <param name="from">Where in the whole text it begins.</param>
    internal int CompareTo(JsonbMember other, ReadOnlySpan<byte> text, int from = 0) => NameLength != other.NameLength
        ? NameLength.CompareTo(other.NameLength)
        : text.Slice(Start - from, NameLength).SequenceCompareTo(text.Slice(other.Start - from, NameLength));
}
