using Dataflux.Authoring.Checking.Findings;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>Migrates a sample in several ways and compares the tables.</summary>
/// <param name="run">Migrates.</param>
/// <param name="sample">The items.</param>
/// <param name="batchSize">The definition's records per transaction, where it gives them.</param>
/// <param name="text">The script, to say where a column comes from.</param>
internal sealed class Proof(ProofRun run, ProofExport sample, int? batchSize, ScriptText text)
{
    private const int LongestValue = 120;
    private readonly List<Problem> _problems = [];
    private readonly List<string> _details = [];
    private readonly HashSet<(string Table, string? Column)> _reported = [];
    private int _noted;

    /// <summary>Makes new scratch tables.</summary>
    internal required Func<Task<IScratchTables>> NewTablesAsync { get; init; }

    /// <summary>Tries all variations.</summary>
    internal async Task<CheckOutcome> RunAsync(CancellationToken stop)
    {
        await using var firstTables = await NewTablesAsync();
        var first = await run.RunAsync(sample, firstTables, batchSize, stop);
        if (first.Failure is { } failure)
            return Failed($"the sample cannot be migrated: {failure}");
        if (first.Rows == 0)
        {
            return Failed($"none of the {sample.Count} items of the sample became a row ({Skipped(first)}), so nothing can be proved; "
                + "take a larger --sample, or look at what 'filter' and 'parseItem' drop");
        }

        foreach (var variation in Variation.All)
            await TryAsync(variation, first, firstTables, stop);

        foreach (var table in first.Tables.Where(table => table.LeftOut.Count > 0))
        {
            _details.Add(
                $"{table.Table}: {string.Join(", ", table.LeftOut)} not compared: no record has "
                + $"{(table.LeftOut.Count == 1 ? "it" : "them")}, the database fills a new value each time");
        }

        var filled = first.Tables.Where(table => table.Rows.Count > 0);
        var written = string.Join(", ", filled.Select(table => $"{table.Table} {table.Rows.Count}"));
        return new CheckOutcome(
            $"{sample.Count} items of {sample.Parts.Count} {(sample.Parts.Count == 1 ? "file" : "files")} give the same rows in "
            + $"{Variation.All.Count + 1 - _noted} ways of migrating them ({written})",
            _problems)
        {
            Details = _details,
        };
    }

    private async Task TryAsync(Variation variation, ProofResult first, IScratchTables firstTables, CancellationToken stop)
    {
        var tables = variation.Again ? firstTables : await NewTablesAsync();
        try
        {
            var result = await run.RunAsync(variation.Arrange(sample), tables, variation.BatchSize ?? batchSize, stop);
            if (result.Failure is { } failure)
                Add(variation, column: null, $"{variation.Name} failed: {failure}");
            else if (variation.CutsParts)
                Note(variation, first, result);
            else
                Compare(variation, first, result);
        }
        finally
        {
            if (!variation.Again)
                await tables.DisposeAsync();
        }
    }

    private void Compare(Variation variation, ProofResult first, ProofResult second)
    {
        foreach (var difference in TableDifference.Between(first.Tables, second.Tables))
        {
            if (_reported.Add((difference.Table, difference.Column)))
            {
                Add(
                    variation,
                    difference.Column,
                    $"after {variation.Name}, {Describe(difference)}{Rejected(first, second)}. {variation.Advice}");
            }
        }
    }

    private void Note(Variation variation, ProofResult first, ProofResult second)
    {
        // Rows that refer to rows of other items: their parents may come later now.
        if (second.Reject is { Detail: FailureDetail.MissingParent } && first.Reject is not { Detail: FailureDetail.MissingParent })
            return;

        var news = TableDifference.Between(first.Tables, second.Tables)
            .Where(difference => _reported.Add((difference.Table, difference.Column))).ToList();
        if (news.Count == 0)
            return;

        _noted++;
        _details.Add($"note {variation.Code}: not so after {variation.Name}{Rejected(first, second)}: {variation.Advice}");
        _details.AddRange(news.Select(difference => $"  {Describe(difference)}"));
    }

    private static string Describe(TableDifference difference)
    {
        var rows = $"{difference.Rows} of {difference.Of} {(difference.Of == 1 ? "row" : "rows")} "
            + $"{(difference.Rows == 1 ? "differs" : "differ")}";
        if (difference.Column is not null)
        {
            return $"table {difference.Table}, column {difference.Column}: {rows}; where {difference.Key} it was "
                + $"{Shown(difference.First)} and is {Shown(difference.Second)}";
        }

        return $"table {difference.Table}: {rows}; the row where {difference.Key} "
            + (difference.Second is null ? "was there and is missing" : "was missing and is there");
    }

    private static string Rejected(ProofResult first, ProofResult second)
    {
        var more = second.Summary.Counts.RejectedTotal - first.Summary.Counts.RejectedTotal;
        return more > 0 && second.Reject is { } reject
            ? $" ({more} more {(more == 1 ? "item was" : "items were")} rejected: {reject.Stage}: {reject.Message})"
            : "";
    }

    private static string Skipped(ProofResult result)
    {
        var counts = result.Summary.Counts;
        var first = result.Reject is { } reject ? $", the first in {reject.Stage}: {reject.Message}" : "";
        return $"{counts.SkippedTotal} skipped, {counts.RejectedTotal} rejected{first}";
    }

    private static string Shown(string? value) => value switch
    {
        null => "missing",
        { Length: > LongestValue } => $"'{value[..LongestValue]}…'",
        _ => $"'{value}'",
    };

    private CheckOutcome Failed(string message)
    {
        Report(text.PlaceOf(column: null), ProblemCode.SampleFailed, message);
        return new CheckOutcome("", _problems);
    }

    private void Add(Variation variation, string? column, string message) => Report(text.PlaceOf(column), variation.Code, message);

    private void Report(Place place, string code, string message) =>
        _problems.Add(new Problem(place.Path, place.Line, place.Column, code, message));
}
