namespace Dataflux.Profiles.Parsing;

/// <summary>One non-empty line of a block.</summary>
/// <param name="Line">The line's distance from the block's first line.</param>
/// <param name="Start">Where the line starts in the block's bytes.</param>
/// <param name="Length">The line's length without its line end.</param>
/// <param name="Attributes">The item's attributes.</param>
/// <param name="Detail">
/// The index of the record's <see cref="ChangeDetail"/>; <see cref="None"/> for a line of a full export;
/// for a malformed line the complement of its error's index.
/// </param>
internal readonly record struct LineRecord(int Line, int Start, int Length, EntryRange Attributes, int Detail)
{
    public const int None = int.MaxValue;

    public bool IsMalformed => Detail < 0;

    public bool IsChange => Detail is >= 0 and not None;
}
