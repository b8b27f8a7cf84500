using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Retry;

/// <summary>
/// A transaction met a limit of the target repeatedly that it may keep with fewer records; caught by whoever can divide it.
/// </summary>
/// <param name="size">How many records it had.</param>
/// <param name="failure">The limit it met.</param>
/// <param name="inner">What the target threw.</param>
internal sealed class TooMuchException(int size, Failure failure, Exception inner) : DatafluxException(failure.Message, inner)
{
    internal int Size { get; } = size;

    public override int ExitCode => Ground.ExitCode.Failed;
}
