using Spectre.Console.Rendering;

namespace Dataflux.Composing.Output;

/// <summary>A line that is already rendered, with its end unless it is the last.</summary>
/// <param name="line">The line.</param>
/// <param name="last">Whether the cursor stays at its end.</param>
internal sealed class SegmentLineText(SegmentLine line, bool last) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => last ? line : [.. line, Segment.LineBreak];
}
