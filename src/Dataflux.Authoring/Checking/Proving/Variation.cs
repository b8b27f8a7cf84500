using Dataflux.Engine.Ground;
namespace Dataflux.Authoring.Checking.Proving;

/// <summary>A way to migrate the sample that must give the same tables as the first one.</summary>
internal sealed record Variation
{
    // Prime, so that pieces and batches end at other places than anything else does.
    private const int SmallBatch = 7;
    private const int SmallPart = 37;

    /// <summary>What is done, as in "after …".</summary>
    internal required string Name { get; init; }

    /// <summary>What it means when the tables differ, and what to do about it.</summary>
    internal required string Advice { get; init; }

    /// <summary>The code of the finding.</summary>
    internal required string Code { get; init; }

    /// <summary>Records per transaction; <see langword="null"/>: as in the definition.</summary>
    internal int? BatchSize { get; init; }

    /// <summary>Whether it is done after the first migration, in the same tables.</summary>
    internal bool Again { get; init; }

    /// <summary>
    /// Whether the files are cut where the export did not cut them. What differs then is no error: this export gives one result
    /// whatever happens; another export of the same table may give another.
    /// </summary>
    internal bool CutsParts { get; init; }

    /// <summary>The sample as it is migrated.</summary>
    internal Func<ProofExport, ProofExport> Arrange { get; init; } = sample => sample;

    /// <summary>The variations, in the order they are tried: a column is reported with the first that shows it.</summary>
    internal static IReadOnlyList<Variation> All { get; } =
    [
        new()
        {
            Name = "a second migration into new tables",
            Code = ProblemCode.NotRepeatable,
            Advice = "two runs of one export give different values: use ctx.ExportTime instead of a clock, and Uuid.Version5 instead of "
                + "random ids",
        },
        new()
        {
            Name = "migrating twice",
            Code = ProblemCode.NotIdempotent,
            Again = true,
            Advice = "a run that is repeated or resumed changes what is there: make the upsert give the same when the same record "
                + "comes again",
        },
        new()
        {
            Name = $"migrating in batches of {SmallBatch}",
            Code = ProblemCode.DependsOnBatches,
            BatchSize = SmallBatch,
            Advice = "the result depends on which records share a transaction: an upsert must treat every record alone",
        },
        new()
        {
            Name = "migrating the files in reverse order",
            Code = ProblemCode.DependsOnOrder,
            Advice = "the result depends on the order of the files, which an export does not define: "
                + "merge by a value of the record (a version, a time, greatest(…)), not by who comes last",
            Arrange = sample => sample.Arranged(parts => parts.Reverse()),
        },
        new()
        {
            Name = $"migrating the same items in files of {SmallPart}",
            Code = ProblemCode.DependsOnFiles,
            Advice = "the result depends on which items share a file: "
                + "a group has the rows of one file only, so the upsert must merge the records of a key from several files",
            CutsParts = true,
            Arrange = sample => sample.Arranged(parts => parts.SelectMany(Cut)),
        },
        new()
        {
            Name = $"migrating the same items in files of {SmallPart}, in reverse order",
            Code = ProblemCode.DependsOnOrder,
            CutsParts = true,
            Advice = "the result depends on which items come first, which an export does not define: "
                + "merge by a value of the record (a version, a time, greatest(…)), not by who comes last",
            Arrange = sample => sample.Arranged(parts => parts.SelectMany(Cut).Reverse()),
        },
    ];

    private static IEnumerable<ProofPart> Cut(ProofPart part) =>
        part.Lines.Chunk(SmallPart).Select((lines, number) => part.Piece(number + 1, lines));
}
