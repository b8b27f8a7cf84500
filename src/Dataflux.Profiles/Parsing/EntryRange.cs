namespace Dataflux.Profiles.Parsing;

/// <summary>Some consecutive entries of a table: the attributes of one map.</summary>
internal readonly record struct EntryRange(int First, int Count)
{
    public bool Contains(int entry) => entry >= First && entry < First + Count;
}
