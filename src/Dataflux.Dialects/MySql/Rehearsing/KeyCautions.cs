using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>Warns where a collation takes keys for one that DynamoDB tells apart.</summary>
internal static class KeyCautions
{
    /// <summary>The warnings about a record type.</summary>
    internal static IEnumerable<TargetFinding> Of(TableBinding binding) =>
        from column in binding.Columns
        where column.Member.IsKey && column.Catalog.Type is MySqlType { IsFolding: true, Kind: MySqlKind.Text, Labels.Count: 0 }
        let type = (MySqlType)column.Catalog.Type
        where column.Member.Property.PropertyType != typeof(Guid)
        select new TargetFinding(
            binding.Mapping.Type,
            column.Member.Property.Name,
            $"{binding.Mapping.Type.Name}.{column.Member.Property.Name}: the collation {type.Collation} of column \"{column.Name}\" takes "
                + $"keys for one that DynamoDB tells apart ({Examples(type.Collation!)}); of such keys the second record is "
                + "rejected. Make the column collate utf8mb4_0900_bin (MySQL) or utf8mb4_nopad_bin (MariaDB), or varbinary")
        {
            IsWarning = true,
        };

    private static string Examples(string collation) => collation.EndsWith("_bin", StringComparison.Ordinal) ? "'a' and 'a '"
        : collation.Contains("_cs", StringComparison.Ordinal) ? "such as those that differ in blanks at their end" : "'a', 'A', 'á', 'a '";
}
