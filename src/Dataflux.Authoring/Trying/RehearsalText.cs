using Dataflux.Composing.Output;
using Dataflux.Engine.Rehearsing;

namespace Dataflux.Authoring.Trying;

/// <summary>Shows for people what would be written. No line can be taken for something that was done.</summary>
/// <param name="output">Where to.</param>
internal sealed class RehearsalText(TextWriter output)
{
    /// <summary>Writes everything.</summary>
    /// <param name="location">The target.</param>
    /// <param name="result">What the rehearsal found.</param>
    internal void Write(string location, RehearsalResult result)
    {
        output.WriteLine();
        output.WriteLine($"What a migration would do to {location} (it was tried and rolled back; nothing was written):");
        foreach (var row in result.Rows)
            Write(row);

        foreach (var reject in result.Rejected)
        {
            output.WriteLine(
                $"would reject {reject.Part} {(reject.Lines.Count == 1 ? "line" : "lines")} {string.Join(", ", reject.Lines)} at "
                + $"{reject.Stage}: {reject.Error.Message}");
        }

        var known = result.Rows.Select(static row => row.Before.Table).ToHashSet(StringComparer.Ordinal);
        foreach (var table in result.Tables.Where(table => !known.Contains(table.Table)))
        {
            output.WriteLine(
                $"would also insert {table.Inserted}, update {table.Updated} and delete {Figures.Count(table.Deleted, "row")} of "
                + $"{table.Table}");
        }

        if (result.Untold > 0)
        {
            output.WriteLine(
                $"would write {Figures.Count(result.Untold, "record")} whose rows only the profile's upsert knows; [Table] and [Key] on "
                + "the record would show them");
        }

        output.WriteLine($"Nothing was written: {Figures.Count(Count(result, RowFate.Insert), "row")} would be inserted, "
            + $"{Figures.Count(Count(result, RowFate.Update))} updated, {Figures.Count(Count(result, RowFate.Delete))} deleted, "
            + $"{Figures.Count(Count(result, RowFate.Leave))} left as they are; "
            + $"{Figures.Count(result.Rejected.Sum(static reject => reject.Lines.Count), "item")} would be rejected by the target.");
    }

    private void Write(RehearsedRow row)
    {
        var name = $"{row.Before.Table} ({row.Before.Key})";
        switch (row.Fate)
        {
            case RowFate.Insert:
                var columns = row.After.Columns!.Select(static column => $"{column.Key} = {ShownValue.Column(column.Value)}");
                output.WriteLine($"would insert {name}: {string.Join(", ", columns)}");
                break;
            case RowFate.Update:
                foreach (var (column, old, now) in row.Changes)
                    output.WriteLine($"would update {name}: {column}: {ShownValue.Column(old)} → {ShownValue.Column(now)}");

                break;
            case RowFate.Delete:
                output.WriteLine($"would delete {name}");
                break;
            default:
                output.WriteLine(row.Before.Columns is null ? $"would leave {name}: there is no such row" : $"would leave {name}");
                break;
        }
    }

    private static int Count(RehearsalResult result, RowFate fate) => result.Rows.Count(row => row.Fate == fate);
}
