namespace Dataflux.Dialects.Sql;

/// <summary>Says of what no images are kept.</summary>
internal static class NotCovered
{
    /// <summary>How such a line begins.</summary>
    internal const string Begin = "undo does NOT cover ";

    /// <summary>A table of the profile's own SQL whose rows nothing names.</summary>
    internal static string NoKey(string relation) =>
        $"{relation}, which the profile's own SQL changes: it has no key by which its rows could be found again";

    /// <summary>A table of the profile's own SQL that takes no trigger of this user.</summary>
    internal static string NoRight(string relation) =>
        $"{relation}, which the profile's own SQL changes: no TRIGGER permission; run as its owner: grant trigger on {relation} to …";
}
