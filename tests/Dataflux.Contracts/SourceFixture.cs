using Dataflux.Engine.Settings;

namespace Dataflux.Contracts;

/// <summary>What <see cref="SourceContract"/> needs of a kind of source; made for each test, and used by it alone.</summary>
public abstract class SourceFixture : IAsyncDisposable
{
    /// <summary>The kind of source.</summary>
    public abstract SourceDialect Dialect { get; }

    /// <summary>The settings that lead to what was made.</summary>
    public abstract DialectSettings Settings { get; }

    /// <summary>Makes an export with a part for each list of items.</summary>
    /// <param name="parts">The items of each part, as lines of DynamoDB JSON: <c>{"Item":{…}}</c>.</param>
    /// <param name="cancellation">Stops the call.</param>
    public abstract Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation);

    /// <summary>Cuts off the end of what was made of the first part; <see langword="null"/>: that cannot happen to this source.</summary>
    public virtual Func<CancellationToken, Task>? TruncateAsync => null;

    /// <summary>
    /// Begins another export beside the one that was made, and leaves it unfinished; <see langword="null"/>: the source has no such thing.
    /// </summary>
    public virtual Func<CancellationToken, Task>? BeginAnotherAsync => null;

    /// <summary>Adds some items to the source's stream; <see langword="null"/>: it has none.</summary>
    public virtual Func<int, CancellationToken, Task>? GrowAsync => null;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
