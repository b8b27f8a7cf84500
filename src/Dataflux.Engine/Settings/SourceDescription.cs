namespace Dataflux.Engine.Settings;

/// <summary>What a source has, as its catalog says.</summary>
/// <param name="Location">Where it is, for people; never a secret.</param>
/// <param name="Tables">Its tables.</param>
public sealed record SourceDescription(string Location, IReadOnlyList<DescribedTable> Tables)
{
    /// <summary>The attribute that says which table an item is a row of, where several are read; <see langword="null"/>: none.</summary>
    public string? TableAttribute { get; init; }

    /// <summary>Whether the tables were named; otherwise these are all that are there.</summary>
    public bool IsChosen { get; init; }
}
