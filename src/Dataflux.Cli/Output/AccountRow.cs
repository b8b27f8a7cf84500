using Dataflux.Composing.Output;

namespace Dataflux.Cli.Output;

/// <summary>A line of an account: numbers end below each other.</summary>
internal static class AccountRow
{
    /// <summary>Where the text behind a number begins.</summary>
    internal const int NoteColumn = Indent + Width + 2;

    private const int Indent = 2;
    private const int Width = 28;

    /// <summary>A line without a number.</summary>
    internal static string Text(string label, string note) => $"{new string(' ', Indent)}{label.PadRight(Width)}  {note}";

    /// <summary>The line.</summary>
    internal static string Text(string label, long number, string note = "") =>
        $"{new string(' ', Indent)}{label}{Figures.Count(number).PadLeft(Width - label.Length)}  {note}".TrimEnd();
}
