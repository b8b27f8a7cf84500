using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Engine.Comparing;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Verifying;

/// <summary>A verification for people: an account that adds up, and the first differences.</summary>
internal static class VerifyText
{
    private const int ValueWidth = 80;

    /// <summary>The lines.</summary>
    /// <param name="result">The account.</param>
    /// <param name="first">The first differences.</param>
    internal static IEnumerable<string> Lines(VerifyResult result, IReadOnlyList<Difference> first)
    {
        yield return $"{result.Name}: {Outcome(result)} after {Figures.Clock(result.EndedAt - result.StartedAt)}"
            + (result.Run is { } run ? $", run {run}" : "");
        foreach (var left in result.NotVerified)
            yield return $"  NOT VERIFIED: {left}";

        if (result.Outcome != RunOutcome.Complete)
        {
            if (result.Repair is not null)
                yield return $"  repaired so far: {Repair(result)}";
            yield break;
        }

        yield return AccountRow.Text("records", result.Records, Scope(result));
        yield return AccountRow.Text("= equal", result.Equal);
        if (result.Repaired is { } repaired)
            yield return AccountRow.Text("+ repaired", repaired, Repair(result));
        yield return AccountRow.Text("+ different", result.Different);
        yield return AccountRow.Text("+ missing", result.Missing);
        if (result.NotDeleted > 0)
            yield return AccountRow.Text("+ not deleted", result.NotDeleted);
        yield return AccountRow.Text("+ rejected", result.Rejected, "as by the migration");
        yield return AccountRow.Text("+ changed since", result.ChangedSince);
        foreach (var table in result.Tables)
        {
            yield return $"  rows of {table.Table}: {Figures.Count(table.Rows)} = {Figures.Count(table.Produced)} produced + "
                + $"{Figures.Count(table.Extra)} extra"
                + (table.NotDeleted > 0 ? $" + {Figures.Count(table.NotDeleted)} not deleted" : "");
        }

        yield return AccountRow.Text("items/s", (long)result.ItemsPerSecond, $"{Figures.Count(result.Items)} read");
        foreach (var difference in first)
        {
            foreach (var line in Lines(difference))
                yield return line;
        }
    }

    private static IEnumerable<string> Lines(Difference difference)
    {
        var place = difference.Part is { } file ? $"; {file} line {difference.Line}" : "";
        var row = $"{Name(difference.Kind)}: {difference.Table} "
            + $"({string.Join(", ", difference.Key.Select(part => $"{part.Key} = {Value(part.Value)}"))})";
        if (difference.Columns.Count == 0)
        {
            yield return $"{row}{(difference.Cause is { } cause ? $": {cause}" : "")}{place}";
            yield break;
        }

        yield return $"{row}{place}";
        foreach (var column in difference.Columns)
            yield return $"  {column.Column}: in the table {Value(column.Table)}, from the export {Value(column.Export)} ({column.Cause})";
    }

    private static string Repair(VerifyResult result) => result.Repair is { } done
        ? $"run {result.RepairRun}: {Figures.Count(done.Inserted)} inserted, {Figures.Count(done.Updated)} updated, "
            + $"{Figures.Count(done.Deleted)} deleted"
        : "";

    private static string Name(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Missing => "missing",
        DifferenceKind.Different => "different",
        DifferenceKind.NotDeleted => "not deleted",
        _ => "extra",
    };

    private static string Value(string? text) =>
        text is null ? "null" : $"'{(text.Length > ValueWidth ? text[..ValueWidth] + "…" : text)}'";

    private static string Outcome(VerifyResult result) => result.Outcome switch
    {
        RunOutcome.Interrupted => "interrupted",
        not RunOutcome.Complete => "could not finish",
        _ when result.Differences is > 0 and var all => Figures.Count(all, "difference"),
        _ => "equal",
    };

    private static string Scope(VerifyResult result) =>
        string.Join(", ", new[]
        {
            result.Sample is { } share ? $"of {share * 100:0.###} % of the keys" : null,
            result.CountsOnly ? "only whether they are there" : null,
            result.Columns is { } columns ? $"only {string.Join(", ", columns)}" : null,
        }.OfType<string>());
}
