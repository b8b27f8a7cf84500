using System.Security.Cryptography;
using System.Text;
using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>The shape of tables as a text, so that two can be told apart.</summary>
internal static class CatalogText
{
    /// <summary>SHA-256 over it, in lower-case hexadecimal.</summary>
    internal static string Hash(IEnumerable<CatalogTable> tables)
    {
        var text = new StringBuilder();
        foreach (var table in tables.DistinctBy(static table => table.NameText)
            .OrderBy(static table => table.NameText, StringComparer.Ordinal))
        {
            text.Append(table.NameText).Append('\n');
            foreach (var column in table.Columns)
                text.Append($"{column.Name}\t{column.Declared}\t{column.NotNull}\t{column.HasDefault}\t{column.IsGenerated}\n");
            foreach (var key in table.UniqueKeys.Select(static key => string.Join('\t', key.Columns)).Order(StringComparer.Ordinal))
                text.Append(key).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text.ToString())));
    }
}
