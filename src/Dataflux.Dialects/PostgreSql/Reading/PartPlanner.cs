using System.Globalization;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>
/// Cuts tables into parts. Bounds come from a sample of a table's pages, never from counting rows off, and are kept, so that a run that is
/// resumed has the same parts.
/// </summary>
/// <param name="connection">A connection that sees what is read.</param>
/// <param name="options">What is read.</param>
/// <param name="pagesPerPart">How large a part is to be.</param>
internal sealed class PartPlanner(NpgsqlConnection connection, SourceOptions options, long pagesPerPart)
{
    // Some 32 MB: enough parts for all readers of a table that takes long, and few enough to be listed.
    internal const long DefaultPages = 4096;
    private const int MostParts = 64;
    private const long SampledPages = 2000;

    /// <summary>The parts of a table.</summary>
    /// <param name="relation">The table.</param>
    /// <param name="kept">The bounds that an earlier run went by; <see langword="null"/>: there was none.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<IReadOnlyList<TablePart>> PartsAsync(
        Relation relation, IReadOnlyList<string>? kept, CancellationToken cancellation)
    {
        var bounds = kept ?? await BoundsAsync(relation, cancellation);
        return bounds.Count == 0
            ? [new(relation, 0, From: null, Until: null, options.IsByPages)]
            : [.. Enumerable.Range(0, bounds.Count + 1).Select(i => new TablePart(
                relation,
                i + 1,
                i == 0 ? null : bounds[i - 1],
                i == bounds.Count ? null : bounds[i],
                options.IsByPages))];
    }

    /// <summary>Counts the rows of parts of one table, in one pass over it.</summary>
    internal async Task<IReadOnlyList<long>> CountAsync(IReadOnlyList<TablePart> parts, CancellationToken cancellation)
    {
        var relation = parts[0].Relation;
        var where = options.Where is { } condition ? $" where ({condition}\n)" : "";
        if (parts.Count == 1)
            return [await connection.AskAsync<long>($"select count(*) from {relation.From} as q{where}", cancellation)];

        var counts = new long[parts.Count];
        await using var command = connection.CommandFor($"select {Bucket(parts)}, count(*) from {relation.From} as q{where} group by 1");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            counts[rows.GetInt32(0)] = rows.GetInt64(1);

        return counts;
    }

    private static string Bucket(IReadOnlyList<TablePart> parts)
    {
        if (parts[0].IsOfPages)
        {
            var pages = string.Join(", ", parts.Skip(1).Select(static part => part.From));
            return $"width_bucket((q.ctid::text::point)[0]::bigint, array[{pages}]::bigint[])";
        }

        var key = parts[0].Relation.Key[0];
        var bounds = string.Join(", ", parts.Skip(1).Select(part => key.Literal(part.From!)));
        return $"width_bucket({key.Sql}::{key.Type.Sql}, array[{bounds}])";
    }

    private async Task<IReadOnlyList<string>> BoundsAsync(Relation relation, CancellationToken cancellation)
    {
        // Without an index that says so, there may be nulls, which are in no range.
        var count = (int)Math.Min(MostParts, (relation.Pages ?? 0) / pagesPerPart);
        if (count < 2 || (!options.IsByPages && !relation.IsKeyProven))
            return [];

        if (options.IsByPages)
        {
            return [.. Enumerable.Range(1, count - 1)
                .Select(i => (relation.Pages!.Value * i / count).ToString(CultureInfo.InvariantCulture))];
        }

        // The same pages at every time.
        var percent = Math.Min(100, 100.0 * SampledPages / relation.Pages!.Value);
        var fractions = string.Join(", ", Enumerable.Range(1, count - 1).Select(i => $"{(double)i / count:R}"));
        var key = relation.Key[0];
        var where = options.Where is { } condition ? $" where ({condition}\n)" : "";
        await using var command = connection.CommandFor(
            $"""
            select coalesce(array(
              select bound::text from unnest((
                select percentile_disc(array[{fractions}]::double precision[]) within group (order by {key.Sql}::{key.Type.Sql})
                  from {relation.From} as q tablesample system ({percent:R}) repeatable (0){where}))
                with ordinality as b (bound, place)
               where bound is not null
               group by bound order by min(place)), array[]::text[])
            """);
        return (string[])(await command.ExecuteScalarAsync(cancellation))!;
    }
}
