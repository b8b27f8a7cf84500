using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Undoing;

namespace Dataflux.Cli.Undoing;

/// <summary>An undo for people: an account that adds up, and what was left.</summary>
internal static class UndoText
{
    /// <summary>What would be done.</summary>
    internal static IEnumerable<string> Preview(UndoResult result)
    {
        yield return $"{result.Name}: undoing run {result.Undoes} would";
        foreach (var table in result.Tables!)
        {
            yield return $"  {table.Table}: delete {Figures.Count(table.Delete, "row")}, restore {Figures.Count(table.Restore)}, leave "
                + $"{Figures.Count(table.ChangedSince)} that others changed since; {Figures.Count(table.AsBefore)} are as before already";
        }
    }

    /// <summary>What was done.</summary>
    internal static IEnumerable<string> Lines(UndoResult result, IReadOnlyList<UndoLeft> first, string file, string definition)
    {
        if (result.Outcome != RunOutcome.Complete)
        {
            var how = result.Outcome == RunOutcome.Interrupted ? "was interrupted" : "could not finish";
            yield return $"{result.Name}: undo of run {result.Undoes} {how}. "
                + "Next: run the same command again, which goes on with it";
            yield break;
        }

        yield return $"{result.Name}: run {result.Undoes} is undone by run {result.Run}"
            + (result.ChangedSince + result.Refused > 0 ? ", except for rows that were left" : "");
        yield return AccountRow.Text("images", result.Images);
        yield return AccountRow.Text("= deleted", result.Deleted);
        yield return AccountRow.Text("+ restored", result.Restored);
        yield return AccountRow.Text("+ as before", result.AsBefore);
        yield return AccountRow.Text("+ changed since", result.ChangedSince);
        yield return AccountRow.Text("+ refused", result.Refused);
        if (result.Altered > 0)
        {
            yield return $"  {Figures.Count(result.Altered, "restored row")} not as before: triggers of the database changed what was "
                + "restored";
        }

        foreach (var row in first)
        {
            var key = string.Join(", ", row.Key.Select(part => $"{part.Key} = {(part.Value is { } value ? $"'{value}'" : "null")}"));
            yield return $"  left: {row.Table} ({key}): {(row.ChangedSince ? "others changed it since" : row.Reason)}";
        }

        if (result.ChangedSince + result.Refused > 0)
            yield return $"All of them: {file}";
        yield return $"Next: the migration's progress is forgotten; 'dataflux migrate {definition}' does everything again";
    }
}
