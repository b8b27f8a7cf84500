using Dataflux.Engine.Coverage;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <summary>
/// The account of one part on its way through the stages, or of a partition of all parts, which goes through them as a part does; of a part
/// with positions, that of a stretch from one position to another.
/// </summary>
/// <param name="source">Where its items come from.</param>
/// <param name="part">The part.</param>
/// <param name="number">Its place in the export, or the partition's.</param>
/// <param name="rejects">Takes its rejects until it is done.</param>
internal class PartLedger(ISource source, SourcePart part, int number, RejectBuffer rejects)
{
    /// <summary>Where its items come from.</summary>
    internal ISource Source { get; } = source;

    internal SourcePart Part { get; } = part;

    /// <summary>The part's place in the export, or the partition's, counted from 1.</summary>
    internal int Number { get; } = number;

    /// <summary>
    /// Whether this is a partition: its items were counted as read with their parts, and line numbers are places in the export.
    /// </summary>
    internal bool IsPartition => Source is PartitionSource;

    /// <summary>Whether there are only deleted items, which wait for no others.</summary>
    internal bool IsOfDeletes => IsPartition && Number == ExportPartitions.Deletes;

    /// <summary>The position up to which its items go; <see langword="null"/>: to the part's end.</summary>
    internal string? EndsAt { get; private protected set; }

    /// <summary>Whether a part that grows was read as far as it has grown: the stretch is the run's last one of it.</summary>
    internal bool IsGrownTo { get; private protected set; }

    /// <summary>Whether the part goes on behind this stretch, in the same run.</summary>
    internal bool GoesOn => EndsAt is not null && !IsGrownTo;

    /// <summary>What was read of a part that cannot be read again; <see langword="null"/>: it can.</summary>
    internal KeptBlocks? Kept { get; private set; } = source.Capabilities.CanReadAgain && !part.IsStream ? null : new(source);

    internal LiveCounts Counts { get; private set; } = new();

    internal RejectBuffer Rejects { get; } = rejects;

    /// <summary>Whether a limit ended the part before its last item: it must not be marked done.</summary>
    internal bool Cut { get; set; }

    /// <summary>What of its items was not read, once all of them are rows; <see langword="null"/>: nobody counts that.</summary>
    internal PartCoverage? Coverage { get; set; }

    /// <summary>The versions of its items; <see langword="null"/>: the target does not ask for them.</summary>
    internal LineVersions? Versions { get; init; }

    /// <summary>What a target is told of it.</summary>
    internal WrittenPart ToWrittenPart() =>
        new(Number, Part.Name, Part.Position, Part.Link) { HasVersions = Versions is { IsEmpty: false } };

    /// <summary>Lets go of what is only needed until the items are done.</summary>
    internal void Release()
    {
        Rejects.Dispose();
        Kept = null;
        Versions?.Clear();
    }

    /// <summary>Forgets counts and rejects, because the part is read again before anything of it was handed on.</summary>
    internal void Restart()
    {
        Counts = new LiveCounts();
        Versions?.Clear();
        Rejects.Clear();
    }
}
