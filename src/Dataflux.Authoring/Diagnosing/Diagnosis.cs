namespace Dataflux.Authoring.Diagnosing;

/// <summary>One finding of <c>dataflux doctor</c>.</summary>
/// <param name="Standing">What it means.</param>
/// <param name="Subject">What was looked at, in a word.</param>
/// <param name="Text">What was found.</param>
/// <param name="Next">What to do; empty: nothing.</param>
internal sealed record Diagnosis(Standing Standing, string Subject, string Text, string Next = "")
{
    /// <summary>The finding on a line.</summary>
    internal string Line
    {
        get
        {
            var mark = Standing.ToString().ToLowerInvariant().PadRight(8);
            var next = Next.Length == 0 ? "" : $"; {Next}";
            return $"{mark} {Subject,-12} {Text.ReplaceLineEndings(" ")}{next.ReplaceLineEndings(" ")}";
        }
    }
}
