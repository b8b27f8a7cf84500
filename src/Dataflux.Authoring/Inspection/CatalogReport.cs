using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Inspection;

/// <summary>What <c>inspect</c> was told by a catalog; this is its JSON output.</summary>
/// <param name="Location">Where the tables are.</param>
/// <param name="Tables">The tables.</param>
internal sealed record CatalogReport(string Location, IReadOnlyList<DescribedTable> Tables)
{
    internal static CatalogReport Of(SourceDescription description) => new(description.Location, description.Tables);
}
