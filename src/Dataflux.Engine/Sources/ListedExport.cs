namespace Dataflux.Engine.Sources;

/// <summary>An export that was found where someone looked for exports; nothing of it but its summary was read.</summary>
public sealed record ListedExport
{
    /// <summary>Its id, with which it is chosen among others.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is.</summary>
    public required string Location { get; init; }

    /// <summary>The table it is of; <see langword="null"/> when <see cref="Problem"/> says why.</summary>
    public string? Table { get; init; }

    /// <summary>The time it shows the table at: for an incremental export the end of its window.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The begin of an incremental export's window; <see langword="null"/> for a full one.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many items it holds.</summary>
    public long? Items { get; init; }

    /// <summary>
    /// The size in bytes that was billed for it, which is rounded: 0 for small full exports, at least 10 MB for incremental ones.
    /// </summary>
    public long? BilledBytes { get; init; }

    /// <summary>The form of its items, as its manifest calls it.</summary>
    public string? Format { get; init; }

    /// <summary>Why it cannot be read: still running, failed, damaged; <see langword="null"/> when it can.</summary>
    public string? Problem { get; init; }
}
