using System.Text;
using Dataflux.Engine.Comparing;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Engine;

/// <summary>What lies in state folders is read by other versions of dataflux, and by programs.</summary>
public sealed class StateTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-state-").FullName;

    private const string ACheckpoint = """
        {
          "version": 1,
          "exportId": "\u00E4\u003C1\u003E",
          "definitionHash": "d1",
          "profileHash": "p1",
          "startedAt": "2026-01-02T03:04:05.678+00:00",
          "complete": false,
          "exportTime": "2025-12-31T00:00:00+00:00",
          "rejectsReplaced": true,
          "rejectsLength": 12,
          "files": {
            "data/B.json.gz": {
              "fingerprint": "f2",
              "counts": {
                "items": 6,
                "bytes": 60,
                "kept": 3,
                "skipped": {
                  "filter": 1,
                  "parseItem": 1
                },
                "rejected": {
                  "upsert": 1
                },
                "groups": 2,
                "records": {
                  "inserted": 1,
                  "updated": 2,
                  "unchanged": 3,
                  "deleted": 4
                },
                "batches": 5,
                "skippedTotal": 2,
                "rejectedTotal": 1,
                "addUp": true
              },
              "link": 1,
              "number": 2
            },
            "data/a.json.gz": {
              "fingerprint": "f1",
              "counts": {
                "items": 0,
                "bytes": 0,
                "kept": 0,
                "skipped": {},
                "rejected": {},
                "partitioned": -3,
                "groups": 0,
                "records": {
                  "inserted": 0,
                  "updated": 0,
                  "unchanged": 0,
                  "deleted": 0
                },
                "batches": 0,
                "skippedTotal": 0,
                "rejectedTotal": 0,
                "addUp": false
              },
              "link": 0,
              "number": 1
            }
          },
          "partitions": {
            "count": 16,
            "filesIdentity": "i",
            "done": 4,
            "counts": {
              "items": 0,
              "bytes": 0,
              "kept": 0,
              "skipped": {},
              "rejected": {},
              "groups": 0,
              "records": {
                "inserted": 0,
                "updated": 0,
                "unchanged": 0,
                "deleted": 0
              },
              "batches": 0,
              "skippedTotal": 0,
              "rejectedTotal": 0,
              "addUp": true
            }
          }
        }
        """;

    private static readonly DateTimeOffset Began = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly RunCounts Counts = new()
    {
        Items = 6,
        Bytes = 60,
        Kept = 3,
        Skipped = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["parseItem"] = 1, ["filter"] = 1 },
        Rejected = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["upsert"] = 1 },
        Groups = 2,
        Records = new WriteCounts(1, 2, 3, 4),
        Batches = 5,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_checkpoint_is_written_as_ever() => Assert.Equal(ACheckpoint, Text(CheckpointText.Format(TheCheckpoint())));

    [Fact]
    public void A_checkpoint_that_is_read_is_the_one_that_was_written() =>
        Assert.Equal(ACheckpoint, Text(CheckpointText.Format(CheckpointText.Parse(Encoding.UTF8.GetBytes(ACheckpoint), "here"))));

    [Fact]
    public void A_checkpoint_without_partitions_does_not_mention_them() =>
        Assert.EndsWith(
            "\"files\": {}\n}",
            Text(CheckpointText.Format(TheCheckpoint() with { Parts = TheCheckpoint().Parts.Clear(), Partitions = null })));

    [Fact]
    public void Counts_that_do_not_say_what_was_skipped_say_that_nothing_was()
    {
        var read = CheckpointText.ParsePart("""{"fingerprint":"f","counts":{"items":2,"kept":2}}"""u8.ToArray(), "here");

        Assert.Equal(2, read.Counts.Settled);
        Assert.Empty(read.Counts.Skipped);
        Assert.Empty(read.Counts.Rejected);
    }

    [Fact]
    public void The_file_of_the_lock_is_written_as_ever()
    {
        new LockHolder(42, Began, "boot 1").WriteTo(_folder);

        Assert.Equal(
            """{"pid":42,"since":"2026-01-02T03:04:05.678+00:00","process":"boot 1"}""",
            File.ReadAllText(Path.Combine(_folder, "dataflux.pid")));
        Assert.Equal(new LockHolder(42, Began, "boot 1"), LockHolder.Read(_folder));
    }

    [Fact]
    public void The_summary_is_written_as_ever() => Assert.Equal(
        """
        {
          "name": "ä<1>",
          "outcome": "tooManyRejects",
          "error": null,
          "exportId": "e",
          "target": "t",
          "profilePath": "p.csx",
          "profileHash": "p1",
          "startedAt": "2026-01-02T03:04:05.678+00:00",
          "endedAt": "2026-01-02T03:05:05.678+00:00",
          "files": 3,
          "filesDone": 2,
          "partitions": 16,
          "manifestItems": null,
          "counts": {
            "items": 6,
            "bytes": 60,
            "kept": 3,
            "skipped": {
              "filter": 1,
              "parseItem": 1
            },
            "rejected": {
              "upsert": 1
            },
            "groups": 2,
            "records": {
              "inserted": 1,
              "updated": 2,
              "unchanged": 3,
              "deleted": 4
            },
            "batches": 5,
            "skippedTotal": 2,
            "rejectedTotal": 1,
            "addUp": true
          },
          "itemsRead": 6,
          "targetTime": "00:00:01.5000000",
          "writers": 2,
          "retries": 1,
          "exitCode": 3
        }
        """,
        Text(SummaryFile.Format(TheSummary())));

    [Fact]
    public void Coverage_and_differences_are_written_as_ever()
    {
        CoverageFile.Write(_folder, new CoverageFindings(3, []) { PartsNotCounted = 2 });
        using (var differences = new DifferenceFile(_folder))
        {
            differences.Add(new Difference
            {
                Kind = DifferenceKind.Missing,
                Table = "t",
                Key = new Dictionary<string, string?> { ["id"] = "1" },
                Part = "data/a.json.gz",
                Line = 7,
            });
            differences.Keep();
        }

        Assert.Equal(
            """
            {
              "items": 3,
              "unread": [],
              "filesNotCounted": 2
            }
            """,
            File.ReadAllText(StateFolder.Coverage(_folder)));
        Assert.Equal(
            """{"kind":"missing","table":"t","key":{"id":"1"},"columns":[],"file":"data/a.json.gz","line":7,"hash":0}""" + "\n",
            File.ReadAllText(DifferenceFile.PathIn(_folder)));
        Assert.Equal("data/a.json.gz", Assert.Single(DifferenceFile.Read(_folder)).Part);
    }

    private static Checkpoint TheCheckpoint()
    {
        var checkpoint = new Checkpoint
        {
            Version = 1,
            ExportId = "ä<1>",
            DefinitionHash = "d1",
            ProfileHash = "p1",
            StartedAt = Began,
            ExportTime = new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero),
            RejectsReplaced = true,
            RejectsLength = 12,
            Partitions = new PartitionProgress(16, "i") { Done = 4 },
        };
        return checkpoint with
        {
            Parts = checkpoint.Parts
                .Add("data/a.json.gz", new DonePart("f1", new RunCounts { Partitioned = -3 }) { Number = 1 })
                .Add("data/B.json.gz", new DonePart("f2", Counts) { Link = 1, Number = 2 }),
        };
    }

    private static RunSummary TheSummary() => new()
    {
        Name = "ä<1>",
        Outcome = RunOutcome.TooManyRejects,
        ExportId = "e",
        Target = "t",
        ProfilePath = "p.csx",
        ProfileHash = "p1",
        StartedAt = Began,
        EndedAt = Began.AddMinutes(1),
        Parts = 3,
        PartsDone = 2,
        Partitions = 16,
        Counts = Counts,
        ItemsRead = 6,
        TargetTime = TimeSpan.FromSeconds(1.5),
        Writers = 2,
        Retries = 1,
    };

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json).ReplaceLineEndings("\n");
}
