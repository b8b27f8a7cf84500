using Dataflux.Cli.Planning;

namespace Dataflux.Tests.Cli;

/// <summary>What <c>dataflux plan</c> makes of what it saw: the figures, the lines, the page.</summary>
public class PlanTests
{
    private static readonly RunForecast Forecast = new()
    {
        Name = "pictures",
        Definition = "pictures.yaml",
        DefinitionHash = "d1",
        ProfileHash = "p1",
        ExportId = "arn:export/1",
        ExportTime = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Target = "db/shop",
        MadeAt = new(2026, 3, 2, 20, 0, 0, TimeSpan.Zero),
        Files = 4,
        Bytes = 3 * 1024 * 1024,
        Items = 3_000_000,
        ItemsDone = 1_000_000,
        Resumes = 7,
        Sample = new(Items: 1_000, Kept: 800, Rejected: 1, Records: 500, ScriptTime: TimeSpan.FromMicroseconds(10))
        {
            WriteTime = TimeSpan.FromMicroseconds(40),
            Written = 400,
            Inserted = 300,
            Changed = 40,
        },
        Readers = 1,
        Writers = 2,
        UndoCoverage = ["picture: covered"],
        Tables =
        [
            new("picture")
            {
                Rows = 1_000,
                Bytes = 2 * 1024 * 1024,
                Indexes = [new("picture_pkey", "btree", IsUnique: true, 65_536), new("picture_tags", "gin", IsUnique: false, 131_072)],
                Triggers = ["CREATE TRIGGER audit AFTER INSERT ON picture\u001b[31m"],
                ForeignKeys = ["picture_agency: picture refers to agency"],
            },
        ],
    };

    [Fact]
    public void The_figures_are_those_of_the_sample_times_what_is_left()
    {
        Assert.Equal((2_000_000, 1_000_000), (Forecast.ItemsLeft, Forecast.Records));
        Assert.Equal((20, 20), (Forecast.ScriptTime!.Value.TotalSeconds, Forecast.WriteTime!.Value.TotalSeconds));
        Assert.Equal(750_000L * 2 * 1024 * 1024 / 1_000, Forecast.Growth);
        Assert.Null(Forecast.NotBefore);

        // A key and a hash of each row that is inserted, updated or deleted, and the row before of the last two: a tenth of the records.
        Assert.Equal((850_000L * 85) + (100_000L * 2 * 1024 * 1024 / 1_000), Forecast.ImageBytes!.Value, 1d);

        var limited = Forecast with { MaxRate = 100_000 / 3600d };
        Assert.Equal(10, limited.Duration!.Value.TotalHours, precision: 3);
        Assert.Equal(Forecast.MadeAt.AddHours(10), limited.NotBefore!.Value, TimeSpan.FromSeconds(1));

        var grouped = limited with { Sample = limited.Sample with { IsGrouped = true } };
        Assert.Null(grouped.NotBefore);
        Assert.Contains("500 records, so at most about 1,000,000 in all, because groups of a sample are smaller\n", PlanRun.Page(grouped));
        Assert.Contains("- maxRate 28/s: up to 10:00:00\n", PlanRun.Page(grouped));

        var unknown = Forecast with { Items = null };
        Assert.Equal((null, null, null), (unknown.Duration, unknown.Records, unknown.Growth));
        Assert.Null((Forecast with { Tables = [new("a"), new("b")] }).Growth);
        Assert.Null((Forecast with { Tables = [new("a"), new("b")] }).ImageBytes);
        Assert.Equal(63_750_000, (Forecast with { Tables = [new("a")], Sample = Forecast.Sample with { Changed = 0 } }).ImageBytes);
        Assert.Null((Forecast with { Sample = new(0, 0, 0, 0, TimeSpan.Zero) { NotWritten = "the sample has no record" } }).Records);
    }

    [Fact]
    public void The_page_says_all_of_it_and_holds_nothing_that_a_terminal_obeys()
    {
        var page = PlanRun.Page(Forecast with { MaxRate = 100_000 / 3600d });

        Assert.StartsWith(
            "# Plan: migration pictures\n\nMade 2026-03-02 20:00Z by `dataflux plan`, which changed nothing.\n\n## What\n\n- definition "
            + "pictures.yaml",
            page);
        Assert.Contains("- goes on with run 7, which has done 1,000,000 items: 2,000,000 items left\n", page);
        Assert.Contains("- sample: 1,000 items: 800 kept, 199 skipped, 1 rejected; 500 records, so about 1,000,000 in all\n", page);
        Assert.Contains("begun now, it will not finish before 2026-03-03 06:00Z\n", page);
        Assert.Contains(
            "- writing: 00:00:20, 40.0 µs a record, 2 writers; measured in a transaction that was rolled back, without its commit\n", page);
        Assert.Contains(
            "\n## Table picture\n\n- about 1,000 rows, 2.0 MiB with its indexes\n- index picture_pkey: btree, unique, 64 KiB\n- index "
            + "picture_tags: gin, slows every insert, 128 KiB\n",
            page);
        Assert.Contains(
            "- trigger: CREATE TRIGGER audit AFTER INSERT ON picture\\u001b[31m\n- foreign key picture_agency: picture refers to agency\n",
            page);
        Assert.Contains(
            "\n## The way back\n\n- undo: off: no images of what is changed are kept, so take a backup or a snapshot first, or write "
            + "'undo: keep'\n- with 'undo: keep': its images take about 268.9 MiB, until 'dataflux forget'\n- with 'undo: keep': picture: "
            + "covered\n",
            page);
        Assert.Contains("\n## The way back\n\n- undo: keep: ", PlanRun.Page(Forecast with { KeepsImages = true }));
        Assert.Contains(
            "\n- its images take about 268.9 MiB, until 'dataflux forget'\n", PlanRun.Page(Forecast with { KeepsImages = true }));
        Assert.DoesNotContain("\u001b", page);
    }

    [Fact]
    public void What_is_not_known_is_said_to_be()
    {
        var page = PlanRun.Page(Forecast with
        {
            Items = null,
            ItemsDone = 0,
            Resumes = null,
            Bytes = null,
            Tables = [new("log")],
            Sample = new(10, 10, 0, 10, TimeSpan.FromMicroseconds(1)) { NotWritten = "the target refused the sample: no" },
        });

        Assert.Contains("an unknown number of items in 4 files\n", page);
        Assert.Contains("- not known: without a manifest nobody knows how many items there are\n", page);
        Assert.Contains("- never analysed, so its rows are not known, 0 KiB with its indexes\n- has no unique index\n", page);
        Assert.Contains("\n## Disk\n\n- not known", page);
    }
}
