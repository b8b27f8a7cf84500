namespace Dataflux.Engine.Retry;

/// <summary>Divides what failed as a whole, until what fails stands alone.</summary>
internal static class Halving
{
    /// <summary>Has both halves of a range done, the left one first: records of one key stay in their order.</summary>
    internal static async Task RunAsync(int from, int to, Func<int, int, Task> half)
    {
        var middle = from + ((to - from) / 2);
        await half(from, middle);
        await half(middle, to);
    }
}
