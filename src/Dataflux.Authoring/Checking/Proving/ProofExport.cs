using Dataflux.Engine.Sources;
using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>A sample as the export that is migrated in a proof.</summary>
/// <param name="Export">The export that the sample is of.</param>
/// <param name="Parts">Its parts, in the order their records must reach the target.</param>
internal sealed record ProofExport(Export Export, IReadOnlyList<ProofPart> Parts)
{
    /// <summary>How many items there are.</summary>
    internal int Count => Parts.Sum(part => part.Lines.Count);

    /// <summary>The sample as it was read.</summary>
    internal static ProofExport Of(Export export, ItemSample sample) => new(
        export,
        [.. sample.Parts.Select(part => new ProofPart(
            part.Part with { ItemCount = part.Items.Count, Size = null },
            [.. part.Items.Select(item => item.Original)]))]);

    /// <summary>The same items as parts in another order, or as other parts.</summary>
    /// <param name="arrange">Gets the parts of one export of a chain: their order among each other decides nothing.</param>
    internal ProofExport Arranged(Func<IReadOnlyList<ProofPart>, IEnumerable<ProofPart>> arrange) =>
        this with { Parts = [.. Parts.GroupBy(part => part.Part.Link).OrderBy(link => link.Key).SelectMany(link => arrange([.. link]))] };
}
