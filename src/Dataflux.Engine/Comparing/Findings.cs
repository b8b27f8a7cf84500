using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>What a verification has found so far, counted.</summary>
/// <param name="rejected">Items that the target refused in the migration: their rows are rightly not there.</param>
/// <param name="file">Takes what is found; <see langword="null"/>: it is only counted.</param>
internal sealed class Findings(IReadOnlySet<(string Part, long Line)> rejected, DifferenceFile? file)
{
    private const int MostShown = 20;

    /// <summary>The first differences, to be shown.</summary>
    internal List<Difference> First { get; } = [];

    /// <summary>The hashes of all keys that differ.</summary>
    internal HashSet<ulong> Keys { get; } = [];

    internal long Different { get; private set; }

    internal long Missing { get; private set; }

    internal long NotDeleted { get; private set; }

    internal long Extra { get; private set; }

    internal long Rejected { get; private set; }

    /// <summary>Those of the records; extra rows have none.</summary>
    internal long OfRecords => Different + Missing + NotDeleted;

    /// <summary>Takes them as they come, with the places of their items in the export.</summary>
    internal async Task AddAsync(IAsyncEnumerable<Difference> differences, MigrationPlan plan)
    {
        var origins = plan.Options.GroupScope == GroupScope.Export ? new LineOrigins(plan.Export.Parts) : null;
        await foreach (var found in differences)
        {
            Add(
                origins is not null && found.Line is { } place
                    ? found with { Part = origins.PartOf(place), Line = origins.LineOf(place) }
                    : found);
        }
    }

    /// <summary>Takes one.</summary>
    internal void Add(Difference difference)
    {
        if (difference is { Part: { } name, Line: { } line } && rejected.Contains((name, line)))
        {
            Rejected++;
            return;
        }

        switch (difference.Kind)
        {
            case DifferenceKind.Missing:
                Missing++;
                break;
            case DifferenceKind.Different:
                Different++;
                break;
            case DifferenceKind.NotDeleted:
                NotDeleted++;
                break;
            default:
                Extra++;
                break;
        }

        if (difference.Hash != 0)
            Keys.Add(difference.Hash);

        file?.Add(difference);
        if (First.Count < MostShown)
            First.Add(difference);
    }
}
