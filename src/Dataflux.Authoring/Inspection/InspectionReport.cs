using Dataflux.Engine.Inspection;
using Dataflux.Engine.Sources;

namespace Dataflux.Authoring.Inspection;

/// <summary>What <c>inspect</c> found; this is its JSON output.</summary>
/// <param name="Exports">All exports found; empty where no manifest tells exports apart.</param>
/// <param name="Inspected">The one that was looked into.</param>
/// <param name="Inspection">What is in it.</param>
internal sealed record InspectionReport(IReadOnlyList<ListedExport> Exports, InspectedExport Inspected, ExportInspection Inspection)
{
    /// <summary>The report for programs.</summary>
    internal string ToJson() => ReportJson.Of(this);
}
