using System.Globalization;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>Guesses why a column differs, for people: the first thing to look at.</summary>
internal static class LikelyCause
{
    /// <summary>The guess.</summary>
    /// <param name="change">What a run does to the column.</param>
    /// <param name="table">The table.</param>
    /// <param name="was">The value in the table.</param>
    /// <param name="now">The value that a run would leave.</param>
    internal static string Of(ColumnChange change, CatalogTable table, string? was, string? now)
    {
        if (change.Kind is UpsertRuleKind.Set or UpsertRuleKind.Combine)
            return $"merge rule: {change.Kind}(\"{change.Column.Name}\")";
        if (now is null && change.Column.HasDefault)
            return "default of the column";
        if (IsRounding(was, now))
            return $"rounding to the column's scale ({change.Column.Declared})";
        return table.MaySwallow ? "a trigger or policy of the table, or changed by others since" : "changed by others since";
    }

    // One of them is the other one with fewer digits.
    private static bool IsRounding(string? was, string? now)
    {
        if (!decimal.TryParse(was, NumberStyles.Number, CultureInfo.InvariantCulture, out var one)
            || !decimal.TryParse(now, NumberStyles.Number, CultureInfo.InvariantCulture, out var other))
        {
            return false;
        }

        var (few, many) = one.Scale < other.Scale ? (one, other) : (other, one);
        return few.Scale < many.Scale && few.Scale <= 28 && Math.Round(many, few.Scale, MidpointRounding.AwayFromZero) == few;
    }
}
