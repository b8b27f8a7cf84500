using System.Text;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>
/// The words of a name, however they are joined: <c>createdAt</c>, <c>created-at</c> and <c>CREATED_AT</c> are <c>created at</c>.
/// </summary>
internal static class NameWords
{
    /// <summary>The words in lower case; none when the name holds neither letters nor digits.</summary>
    internal static IReadOnlyList<string> Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsLetterOrDigit(name[i]) || IsStart(name, i))
                End();

            if (char.IsLetterOrDigit(name[i]))
                word.Append(char.ToLowerInvariant(name[i]));
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());

            word.Clear();
        }
    }

    /// <summary><c>createdAt</c> has a word at its A, <c>HTMLPage</c> at its P.</summary>
    private static bool IsStart(string name, int i) =>
        i > 0 && char.IsUpper(name[i]) && char.IsLetterOrDigit(name[i - 1])
        && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
}
