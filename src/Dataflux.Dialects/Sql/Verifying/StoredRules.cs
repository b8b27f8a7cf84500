using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>The rules of an upsert.</summary>
/// <param name="Rules">For single columns.</param>
/// <param name="ConflictColumns">The columns that identify a row.</param>
/// <param name="LeavesExistingRows">Whether rows that are there stay as they are.</param>
internal sealed record StoredRules(IReadOnlyList<UpsertRule> Rules, IReadOnlyList<string> ConflictColumns, bool LeavesExistingRows)
{
    internal static StoredRules For(Upsert upsert) => new(upsert.Rules, upsert.ConflictColumns, upsert.LeavesExistingRows);

    internal Upsert ToUpsert()
    {
        var upsert = new Upsert().OnConflict([.. ConflictColumns]);
        foreach (var (kind, column, expression) in Rules)
        {
            _ = kind switch
            {
                UpsertRuleKind.Set => upsert.Set(column, expression!),
                UpsertRuleKind.Combine => upsert.Combine(column, expression!),
                UpsertRuleKind.Touch => upsert.Touch(column),
                _ => upsert.Keep(column),
            };
        }

        return LeavesExistingRows ? upsert.DoNothing() : upsert;
    }
}
