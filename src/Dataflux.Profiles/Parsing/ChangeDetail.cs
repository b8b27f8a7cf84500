namespace Dataflux.Profiles.Parsing;

/// <summary>What an incremental export's record has beside its attributes.</summary>
internal readonly record struct ChangeDetail(Change Change, EntryRange Keys, EntryRange? OldImage, DateTimeOffset WrittenAt);
