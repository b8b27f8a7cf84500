namespace Dataflux.Engine.Inspection;

/// <summary>
/// Names kinds that only their attributes tell apart: by those that most of their items have, and that others have least.
/// </summary>
internal static class KindNaming
{
    private const int NamesShown = 3;

    internal static IReadOnlyList<KindInspection> Named(IReadOnlyList<KindInspection> kinds) =>
        [.. kinds.Select(kind => kind.Name.Length > 0 ? kind : kind with { Name = NameOf(kind, kinds) })];

    private static string NameOf(KindInspection kind, IReadOnlyList<KindInspection> kinds)
    {
        if (kinds.Count == 1)
            return "all items";

        var own = kind.Attributes
            .Where(attribute => IsTopLevel(attribute.Path) && attribute.Present * 2 > attribute.Of)
            .Select(attribute => (attribute.Path, In: kinds.Count(other => other.Attributes.Any(known => known.Path == attribute.Path))))
            .Where(attribute => attribute.In < kinds.Count)
            .OrderBy(static attribute => attribute.In)
            .Take(NamesShown)
            .Select(static attribute => attribute.Path)
            .ToList();
        return own.Count > 0 ? $"with {string.Join(", ", own)}" : "others";
    }

    private static bool IsTopLevel(string path) => path.StartsWith("[\"", StringComparison.Ordinal) || path.IndexOfAny(['.', '[']) < 0;
}
