namespace Dataflux.Cli.Output;

/// <summary>A line of the summary.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Tone">What a reader should feel; shown as a colour.</param>
/// <param name="IsProven">Whether it says that the account was found to be right; shown as a check mark.</param>
internal readonly record struct SummaryLine(string Text, LineTone Tone = LineTone.Plain, bool IsProven = false);
