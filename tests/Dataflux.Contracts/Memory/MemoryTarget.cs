using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Contracts.Memory;

/// <summary>A target in memory: the shortest one that holds everything its capabilities say. docs/extending.md explains it.</summary>
/// <param name="store">What it writes to.</param>
public sealed class MemoryTarget(MemoryStore store) : ITargetDialect
{
    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public TargetCapabilities Capabilities { get; } = new()
    {
        IsTransactional = true,
        HasSingleWriter = true,
        KeepsDocuments = true,
        TimePrecision = TimeSpan.FromTicks(1),
    };

    /// <inheritdoc/>
    public Task ClaimAsync(string migration, CancellationToken cancellation)
    {
        store.Claim(migration, this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        var findings = recordTypes.SelectMany(type => store.Lacks(type).Select(message => new TargetFinding(type, null, message))).ToList();
        return findings.Count == 0
            ? Task.CompletedTask
            : throw new TargetException(string.Join(Environment.NewLine, findings.Select(static finding => finding.Message))) { Findings = findings };
    }

    /// <inheritdoc/>
    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) => PrepareAsync(keyTypes, cancellation);

    /// <inheritdoc/>
    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) => Task.FromResult<ITargetSession>(new MemorySession(store));

    /// <inheritdoc/>
    public Failure Classify(Exception exception) => exception switch
    {
        MemoryException memory => memory.Failure,

        // The profile's own: the record is at fault.
        _ => new(FailureKind.Row, $"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        store.Release(this);
        return ValueTask.CompletedTask;
    }
}
