using System.Text.Json.Serialization;
using Dataflux.Engine.Sources;

namespace Dataflux.Authoring.Inspection;

/// <summary>The export that was looked into: one, or a full one with the incremental ones after it.</summary>
/// <param name="Id">What identifies it.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Time">The time it shows the table at.</param>
/// <param name="Parts">How many files it has.</param>
/// <param name="Size">Their size in bytes, compressed; <see langword="null"/> when it is not known.</param>
/// <param name="Items">How many items its manifest promises; <see langword="null"/> without a manifest.</param>
/// <param name="Notices">What the user should know about it.</param>
/// <param name="IsChain">Whether it is a full export with the incremental ones after it.</param>
internal sealed record InspectedExport(
    string Id, string Location, DateTimeOffset Time, int Parts, long? Size, long? Items, IReadOnlyList<string> Notices, bool IsChain)
{
    /// <summary>What it and its parts are called.</summary>
    [JsonIgnore]
    public SourceTerms Terms { get; init; } = SourceTerms.OfExports;

    internal static InspectedExport Of(Export export) => new(
        export.Id,
        export.Location,
        export.Time,
        export.Parts.Count,
        export.Parts.All(static part => part.Size is not null) ? export.Parts.Sum(static part => part.Size) : null,
        export.ItemCount,
        export.Notices,
        export.IsChain)
    {
        Terms = export.Terms,
    };
}
