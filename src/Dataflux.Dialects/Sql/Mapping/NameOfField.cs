using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using System.Text.Json;

namespace Dataflux.Dialects.Sql.Mapping;

/// <summary>Which field of a document, or attribute of an item, a property is written to.</summary>
internal static class NameOfField
{
    /// <summary>By <c>[Column]</c>, otherwise in camel case.</summary>
    internal static string Plain(RecordMember member) => Given(member) ?? JsonNamingPolicy.CamelCase.ConvertName(member.Property.Name);

    /// <summary>The same, but fields that a table or an index names are found in the spelling that it uses.</summary>
    /// <param name="declared">The names that it has.</param>
    internal static Func<RecordMember, string> In(IReadOnlyCollection<string> declared) => member => Given(member)
        ?? declared.FirstOrDefault(name => member.ColumnNames.Contains(name, StringComparer.Ordinal))
        ?? declared.FirstOrDefault(name => ColumnNaming.Plain(name) == ColumnNaming.Plain(member.Property.Name))
        ?? Plain(member);

    private static string? Given(RecordMember member) => member.Property.GetCustomAttribute<ColumnAttribute>()?.Name;
}
