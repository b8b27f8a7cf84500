namespace Dataflux.Profiles.Parsing;

/// <summary>The members found in one line of an export.</summary>
internal struct LineMembers
{
    public const int ItemFlag = 1;
    public const int KeysFlag = 2;
    public const int NewImageFlag = 4;
    public const int OldImageFlag = 8;
    public const int MetadataFlag = 16;
    public const string Neither = "expected a member Item (full export) or Keys (incremental export)";
    public EntryRange? Whole;
    public EntryRange? Keys;
    public EntryRange? NewImage;
    public EntryRange? OldImage;
    public long? WrittenAt;
    private int _seen;

    public bool Note(int member)
    {
        var isNew = (_seen & member) == 0;
        _seen |= member;
        return isNew;
    }

    /// <summary>What the line lacks; <see langword="null"/> when it is whole.</summary>
    public readonly string? Check()
    {
        const int changeFlags = KeysFlag | NewImageFlag | OldImageFlag;
        if (Whole is not null)
            return (_seen & changeFlags) == 0 ? null : "a line has Item beside Keys, NewImage or OldImage; expected one form";
        if ((_seen & ItemFlag) != 0)
            return "Item is null; expected attributes";
        if (Keys is null || Keys.Value.Count == 0)
        {
            return (_seen & (changeFlags | MetadataFlag)) == 0
                ? Neither
                : "Keys is missing, null or empty; expected the key attributes";
        }

        return WrittenAt is null ? "Metadata.WriteTimestampMicros is missing; expected the time of the write" : null;
    }
}
