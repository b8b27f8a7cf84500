using System.Globalization;
using System.Reflection;
using System.Text;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Makes valid C# of the names that DynamoDB allows, which are any text.</summary>
internal static class CSharpNames
{
    private static readonly HashSet<string> OfRecords = new(
        [
            "Clone", "Deconstruct", "EqualityContract", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "PrintMembers",
            "ToString",
        ],
        StringComparer.Ordinal);

    // The types that every script sees without asking: a record of such a name would hide one.
    private static readonly Lazy<HashSet<string>> Visible = new(ReadVisible);

    /// <summary>A name in PascalCase: <c>created-at</c> → <c>CreatedAt</c>, <c>2fa</c> → <c>_2fa</c>.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="otherwise">The name when nothing of the text can be in one.</param>
    internal static string Pascal(string name, string otherwise)
    {
        var words = NameWords.Of(new string([.. name.Where(static c => !char.IsSurrogate(c))]));
        var text = string.Concat(words.Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
        return text.Length == 0 ? otherwise : char.IsLetter(text[0]) ? text : "_" + text;
    }

    /// <summary>
    /// Whether a property may have this name in a record and in its key: none may be called like its own type.
    /// </summary>
    internal static bool IsProperty(string name, string record) =>
        !OfRecords.Contains(name) && name != record && name != record + "Key";

    /// <summary>Whether a script may declare a type of this name without hiding one that it sees.</summary>
    internal static bool IsType(string name) => !Visible.Value.Contains(name) && !OfRecords.Contains(name);

    /// <summary>The text as a C# literal.</summary>
    internal static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                literal.Append(c);
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A character as a C# literal; separators of keys need no escapes.</summary>
    internal static string Literal(char character) => $"'{character}'";

    private static HashSet<string> ReadVisible()
    {
        Assembly[] assemblies = [typeof(object).Assembly, typeof(Item).Assembly, typeof(Console).Assembly, typeof(Enumerable).Assembly];
        return
        [
            .. assemblies.SelectMany(static assembly => assembly.GetExportedTypes())
                .Where(static type => Scripting.ScriptImports.All.Contains(type.Namespace, StringComparer.Ordinal))
                .Select(static type => type.Name.Split('`')[0]),
        ];
    }
}
