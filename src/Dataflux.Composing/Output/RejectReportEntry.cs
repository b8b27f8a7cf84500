using Dataflux.Engine.Rejects;

namespace Dataflux.Composing.Output;

/// <summary>A reason with examples.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Examples">The first rejects that have it.</param>
internal sealed record RejectReportEntry(RejectReason Reason, IReadOnlyList<RejectExample> Examples);
