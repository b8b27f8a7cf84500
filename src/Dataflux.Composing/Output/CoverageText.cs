using Dataflux.Definitions.Ground;
using Dataflux.Engine.Coverage;

namespace Dataflux.Composing.Output;

/// <summary>The attributes that no accessor of a profile read, in few words.</summary>
internal static class CoverageText
{
    private const int MostShown = 5;

    /// <summary>An entry for each of the first of them, and one that says how many more there are.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="elsewhere">Where the others are, beginning with a comma; empty: nowhere.</param>
    internal static IEnumerable<string> Entries(CoverageFindings findings, string elsewhere = "")
    {
        foreach (var unread in findings.Unread.Take(MostShown))
        {
            yield return Printable.Line($"{unread.Name} in {Figures.Percent(unread.Items, findings.Items)} of them"
                + (unread.Example is { } example ? $", e.g. {example}" : "")
                + (unread.IsNew ? ", new since the last run" : ""));
        }

        if (findings.Unread.Count > MostShown)
            yield return $"{Figures.Count(findings.Unread.Count - MostShown)} more{elsewhere}";

        if (findings.IsCut)
            yield return "and names beyond those that are counted: they seem to be data themselves";

        if (findings.PartsNotCounted > 0)
            yield return $"not counted in {Figures.Count(findings.PartsNotCounted, "file")} done before attributes were counted";
    }
}
