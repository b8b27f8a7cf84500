using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Contracts.Memory;

/// <summary>A target in memory: the shortest one that holds everything its capabilities say. docs/extending.md explains it.</summary>
/// <param name="store">What it writes to.</param>
/// <param name="isTransactional">Whether it has transactions; without them it answers for each record, as bulk interfaces do.</param>
public sealed class MemoryTarget(MemoryStore store, bool isTransactional = true) : ITargetConnection, ISingleWriter
{
    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public TargetCapabilities Capabilities => new()
    {
        IsTransactional = isTransactional,
        TimePrecision = TimeSpan.FromTicks(1),
        KeepsDocuments = isTransactional,
        KeepsNewest = true,
        SingleWriter = this,
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
            : throw new TargetException(string.Join(Environment.NewLine, findings.Select(static finding => finding.Message)))
            {
                Findings = findings,
            };
    }

    /// <inheritdoc/>
    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) => PrepareAsync(keyTypes, cancellation);

    /// <inheritdoc/>
    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) => Task.FromResult<ITargetSession>(
        isTransactional ? new MemorySession(store) : new MemoryBulkSession(store));

    /// <inheritdoc/>
    public Failure Classify(Exception exception) => exception switch
    {
        MemoryException memory => memory.Failure,
        RefusedRecordsException refused => refused.Failure,

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
