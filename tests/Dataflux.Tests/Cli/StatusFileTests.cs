using System.Text.Json;
using Dataflux.Cli.Monitoring;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Cli;

/// <summary>Programs, and other versions of dataflux, read <c>status.json</c> and what <c>dataflux status --output json</c> says.</summary>
public sealed class StatusFileTests : IDisposable
{
    private const string AStatus = """
        {
          "name": "ä<1>",
          "definition": "pictures.yaml",
          "phase": "tooManyRejects",
          "pid": 42,
          "process": "boot 1",
          "startedAt": "2026-01-02T03:04:05.678+00:00",
          "updatedAt": "2026-01-02T03:05:05.678+00:00",
          "seconds": 59.5,
          "stopping": true,
          "ending": null,
          "exitCode": null,
          "export": "e",
          "target": "t",
          "files": 3,
          "filesDone": 2,
          "partitions": null,
          "partitionsDone": 0,
          "currentFiles": [
            "a",
            "b"
          ],
          "itemsTotal": 9,
          "counts": {
            "items": 1,
            "bytes": 0,
            "kept": 0,
            "skipped": {
              "filter": 1
            },
            "rejected": {},
            "groups": 0,
            "records": {
              "inserted": 0,
              "updated": 0,
              "unchanged": 0,
              "deleted": 0
            },
            "batches": 0,
            "skippedTotal": 1,
            "rejectedTotal": 0,
            "addUp": true
          },
          "itemsPassed": 1,
          "itemsPerSecond": 0.5,
          "meanItemsPerSecond": 2.5,
          "secondsLeft": 16,
          "retries": 1,
          "waiting": {
            "what": "writing",
            "message": "away",
            "attempt": 2,
            "until": "2026-01-02T03:05:05.678+00:00"
          },
          "pressure": {
            "maxRate": 10,
            "recordsPerSecond": 1.5,
            "rateWaitSeconds": 0,
            "maxReplicaLagSeconds": null,
            "replica": null,
            "replicaLagSeconds": null,
            "heldSince": null,
            "heldSeconds": 0
          },
          "lastError": null,
          "lastErrorAt": null,
          "logFile": "/logs/run.log",
          "metrics": "http://localhost:9090/metrics",
          "dashboard": null
        }
        """;

    private static readonly DateTimeOffset Began = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-status-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_status_is_written_as_ever_and_read_back()
    {
        StatusFile.Write(_folder, TheStatus());
        Assert.Equal(AStatus, Written());

        StatusFile.Write(_folder, StatusFile.Read(_folder)!);
        Assert.Equal(AStatus, Written());
    }

    [Fact]
    public void A_status_of_which_most_is_missing_is_read_with_nothing_in_its_place()
    {
        File.WriteAllText(
            Path.Combine(_folder, StatusFile.FileName),
            """
            {"name":"a","definition":"a.yaml","phase":"running","pid":1,"startedAt":"2026-01-02T03:04:05Z","updatedAt":"2026-01-02T03:04:05Z","logFile":"a.log","more":[]}
            """);

        var status = StatusFile.Read(_folder)!;

        Assert.Equal(RunPhase.Running, status.Phase);
        Assert.Equal("", status.Export);
        Assert.Equal("", status.Target);
        Assert.Empty(status.CurrentFiles);
        Assert.Equal(0, status.Counts.Settled);
    }

    [Fact]
    public void A_status_without_what_it_must_say_is_none()
    {
        File.WriteAllText(Path.Combine(_folder, StatusFile.FileName), """{"name":"a"}""");

        Assert.Null(StatusFile.Read(_folder));
    }

    [Fact]
    public void The_status_of_migrations_is_said_as_ever()
    {
        IReadOnlyList<MigrationStatus> all = [new("a", RunPhase.NeverRun, null, null, null), new("b", RunPhase.Crashed, 42, Began, null)];

        Assert.Equal(
            """
            [
              {
                "name": "a",
                "phase": "neverRun",
                "pid": null,
                "since": null,
                "last": null
              },
              {
                "name": "b",
                "phase": "crashed",
                "pid": 42,
                "since": "2026-01-02T03:04:05.678+00:00",
                "last": null
              }
            ]
            """,
            JsonSerializer.Serialize(all, StatusFile.Json.IReadOnlyListMigrationStatus).ReplaceLineEndings("\n"));
    }

    private static RunStatus TheStatus() => new()
    {
        Name = "ä<1>",
        Definition = "pictures.yaml",
        Phase = RunPhase.TooManyRejects,
        Pid = 42,
        Process = "boot 1",
        StartedAt = Began,
        UpdatedAt = Began.AddMinutes(1),
        Seconds = 59.5,
        Stopping = true,
        Export = "e",
        Target = "t",
        Files = 3,
        FilesDone = 2,
        CurrentFiles = ["a", "b"],
        ItemsTotal = 9,
        Counts = new RunCounts { Items = 1, Skipped = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["filter"] = 1 } },
        ItemsPerSecond = 0.5,
        MeanItemsPerSecond = 2.5,
        SecondsLeft = 16,
        Retries = 1,
        Waiting = new RunWait("writing", "away", 2, Began.AddMinutes(1)),
        Pressure = new PressureStatus { MaxRate = 10, RecordsPerSecond = 1.5 },
        LogFile = "/logs/run.log",
        Metrics = new Uri("http://localhost:9090/metrics"),
    };

    private string Written() => File.ReadAllText(Path.Combine(_folder, StatusFile.FileName)).ReplaceLineEndings("\n");
}
