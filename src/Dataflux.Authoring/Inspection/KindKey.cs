using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Inspection;

/// <summary>
/// The key of one kind of items. It matters where no attribute is unique in all of them: as when an export was put together of several
/// tables, each with its own key, or with ids that each kind counts from one.
/// </summary>
internal static class KindKey
{
    /// <summary>The key; <see langword="null"/> where the kinds have one together, or this one has none.</summary>
    internal static KeyCandidate? Of(KindInspection kind, ExportInspection export) =>
        IsOfEach(export) && kind.Keys is [{ Repeated: 0 } key, ..] ? key : null;

    /// <summary>Whether kinds have keys of their own.</summary>
    internal static bool IsOfEach(ExportInspection export) =>
        export.Kinds.Count > 1 && export.Keys is [] or [{ Repeated: > 0 }, ..]
        && export.Kinds.Any(static kind => kind.Keys is [{ Repeated: 0 }, ..]);
}
