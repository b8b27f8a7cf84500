using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dataflux.Cli.Output;

/// <summary>Spectre's bar for a share that is known from elsewhere.</summary>
/// <param name="done">What is done.</param>
/// <param name="all">What there is.</param>
/// <param name="width">The bar's columns.</param>
internal sealed class ProgressBarOf(long done, long all, int width) : Renderable
{
    private const int Narrowest = 5;
    private readonly ProgressBarColumn _bar = new() { Width = width };
    private readonly ProgressTask _share = new(id: 0, description: "items", maxValue: Math.Max(1, all))
    {
        Value = Math.Min(done, Math.Max(1, all)),
    };

    protected override Measurement Measure(RenderOptions options, int maxWidth) =>
        new(Math.Min(Narrowest, maxWidth), Math.Min(width, maxWidth));

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        _bar.Render(options, _share, TimeSpan.Zero).Render(options, maxWidth);
}
