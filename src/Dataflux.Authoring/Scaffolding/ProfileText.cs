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

    /// <summary>Adds parts, one on a line, with commas between them.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="end">What follows the last one.</param>
    internal void Listed(IEnumerable<string> parts, string end)
    {
        var all = parts.ToList();
        for (var i = 0; i < all.Count; i++)
            Line($"{Indent}{all[i]}{(i == all.Count - 1 ? end : ",")}");
    }

    /// <summary>Adds a call: on one line, or with as many arguments on each of the lines after it as fit.</summary>
    /// <param name="function">What is called, with what stands before it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="end">What follows.</param>
    internal void Call(string function, IEnumerable<string> arguments, string end)
    {
        var all = arguments.ToList();
        var oneLine = $"{function}({string.Join(", ", all)}){end}";
        if (oneLine.Length <= Width)
        {
            Line(oneLine);
            return;
        }

        Line(function + "(");
        var indent = new string(' ', function.Length - function.TrimStart().Length) + Indent;
        var line = indent + all[0];
        foreach (var argument in all.Skip(1))
        {
            if (line.Length + argument.Length + 3 > Width)
            {
                Line(line + ",");
                line = indent + argument;
            }
            else
            {
                line += ", " + argument;
            }
        }

        Line($"{line}){end}");
    }
}
