using Dataflux.Engine.Sources;
using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>A sample as the export that is migrated in a proof.</summary>
/// <param name="Export">The export that the sample is of.</param>
/// <param name="Files">Its files, in the order their records must reach the target.</param>
internal sealed record ProofExport(Export Export, IReadOnlyList<ProofFile> Files)
{
    /// <summary>How many items there are.</summary>
    internal int Count => Files.Sum(file => file.Lines.Count);

    /// <summary>The sample as it was read.</summary>
    internal static ProofExport Of(Export export, ItemSample sample) => new(
        export,
        [.. sample.Files.Select(file => new ProofFile(
            file.File with { ItemCount = file.Items.Count, Size = null },
            [.. file.Items.Select(item => item.Original)]))]);

    /// <summary>The same items as files in another order, or as other files.</summary>
    /// <param name="arrange">Gets the files of one export of a chain: their order among each other decides nothing.</param>
    internal ProofExport Arranged(Func<IReadOnlyList<ProofFile>, IEnumerable<ProofFile>> arrange) =>
        this with { Files = [.. Files.GroupBy(file => file.File.Link).OrderBy(link => link.Key).SelectMany(link => arrange([.. link]))] };
}
