using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>Finds rules that give a row another key than the one by which its image names it.</summary>
internal static class RenamedRows
{
    /// <summary>What is wrong with the rules; <see langword="null"/>: nothing.</summary>
    /// <param name="binding">The records' type with its table.</param>
    /// <param name="rules">What is written.</param>
    /// <param name="table">The table as images see it.</param>
    internal static TargetFinding? Of(TableBinding binding, MergeRules rules, TableFacts table)
    {
        if (rules.Changes.FirstOrDefault(change => table.Keys.Any(key => key.Column == change.Column.Name)) is not { } change)
            return null;
        var name = change.Column.Name;
        return new(
            binding.Mapping.Type,
            null,
            $"'undo: keep' names the rows of \"{binding.Mapping.TableText}\" by their key, and the upsert of {binding.Mapping.Type.Name} "
                + $"changes column \"{name}\" of it; keep the column (on.Keep(\"{name}\")), or leave 'undo: keep' out");
    }
}
