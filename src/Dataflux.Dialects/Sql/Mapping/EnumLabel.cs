using System.Runtime.Serialization;

namespace Dataflux.Dialects.Sql.Mapping;

/// <summary>The label of a column's enum that stands for a member of a C# enum.</summary>
internal static class EnumLabel
{
    /// <summary>A member's own text: its name, or <c>[EnumMember(Value = …)]</c>.</summary>
    internal static string TextOf(Type type, string name) =>
        type.GetField(name)?.GetCustomAttributes(
            typeof(EnumMemberAttribute), inherit: false) is [EnumMemberAttribute { Value: { } text }, ..] ? text : name;

    /// <summary>The label for a member's text; <see langword="null"/>: there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowed">The labels of the column's enum; empty: any text goes.</param>
    internal static string? For(string text, IReadOnlyList<string> allowed)
    {
        if (allowed.Count == 0 || allowed.Contains(text))
            return text;
        var plain = ColumnNaming.Plain(text);
        return allowed.FirstOrDefault(label => ColumnNaming.Plain(label) == plain);
    }
}
