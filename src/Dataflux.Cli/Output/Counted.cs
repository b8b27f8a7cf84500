using Dataflux.Composing.Output;

namespace Dataflux.Cli.Output;

/// <summary>A number in a line of the log: programs get the number, people how many of what it is.</summary>
/// <param name="Value">The number.</param>
/// <param name="What">What is counted, in the singular; <see langword="null"/>: the number stands alone.</param>
internal sealed record Counted(long Value, string? What = null)
{
    public override string ToString() => What is null ? Figures.Count(Value) : Figures.Count(Value, What);
}
