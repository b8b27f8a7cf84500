using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>Refuses rules by which rows come under another key than the one by which their images name them.</summary>
internal static class ImagedRows
{
    /// <summary>Refuses them.</summary>
    /// <exception cref="TargetException">They do so.</exception>
    internal static void Refuse(TableBinding binding, MergeRules rules, ImageTable images)
    {
        if (Find(binding, rules, images.Key) is { } found)
            throw new TargetException(found.Message) { Findings = [found] };
    }

    /// <summary>What is wrong with the rules; <see langword="null"/>: nothing.</summary>
    /// <param name="binding">The records' type with its table.</param>
    /// <param name="rules">What is written.</param>
    /// <param name="key">The key by which images name rows.</param>
    internal static TargetFinding? Find(TableBinding binding, MergeRules rules, IReadOnlyList<string> key)
    {
        var column = key.FirstOrDefault(
            name => binding.Column(name) is null || rules.Changes.Any(change => change.Column.Name == name));
        return column is null ? null : new(
            binding.Mapping.Type,
            null,
            $"'undo: keep' names the rows of \"{binding.Mapping.TableText}\" by ({string.Join(", ", key)}), and the upsert of "
                + $"{binding.Mapping.Type.Name} changes column \"{column}\" of it, or leaves it to the database; keep the column "
                + $"(on.Keep(\"{column}\")), fill it, or leave 'undo: keep' out");
    }
}
