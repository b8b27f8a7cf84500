using System.Text;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>The text of a profile as it grows, line by line.</summary>
internal sealed class ProfileText
{
    private const int Width = 120;
    private const string Indent = "    ";
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>Adds a line.</summary>
    internal void Line(string line = "") => _text.Append(line).Append('\n');

    /// <summary>Adds a comment, on one line whatever is in it.</summary>
    internal void Comment(string text) => Line("// " + string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)));

    /// <summary>Adds a list in parentheses: on one line where it fits, or with each part on a line.</summary>
    /// <param name="begin">What stands before it.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="end">What follows.</param>
    internal void Listed(string begin, IEnumerable<string> parts, string end)
    {
        var all = parts.ToList();
        var oneLine = $"{begin}({string.Join(", ", all)}){end}";
        if (oneLine.Length <= Width)
        {
            Line(oneLine);
            return;
        }

        Line(begin + "(");
        for (var i = 0; i < all.Count; i++)
            Line($"{Indent}{all[i]}{(i == all.Count - 1 ? ")" + end : ",")}");
    }
}
