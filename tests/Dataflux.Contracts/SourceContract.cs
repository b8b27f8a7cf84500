using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Contracts;

/// <summary>
/// What a run relies on in every source. A dialect derives from it with a fixture; what a source does not have is skipped with the reason.
/// </summary>
/// <param name="fixture">The source; the suite disposes it.</param>
public abstract partial class SourceContract(SourceFixture fixture) : IAsyncLifetime
{
    // More than a block in the first part, whatever its size may sensibly be.
    private static readonly int[] Items = [4000, 3, 1];
    private static readonly IReadOnlyList<IReadOnlyList<string>> Parts = [.. Items.Select(static (count, part) => Lines(part, count))];
    private ISource _source = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await fixture.MakeAsync(Parts, Stop);
        _source = fixture.Dialect.Create(fixture.Settings);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_item_arrives_once_and_in_the_order_of_its_part()
    {
        var export = await _source.OpenAsync(Stop);

        var read = new List<string>[Items.Length];
        foreach (var part in PartsOf(export))
        {
            var items = await ReadAsync(_source, part);
            read[PartOf(items)] = [.. items.Select(static item => item.Line)];
        }

        Assert.Equal(Items.Length, PartsOf(export).Count);
        Assert.Equal(Parts, read);
    }

    [Fact]
    public async Task What_is_promised_is_what_there_is()
    {
        var export = await _source.OpenAsync(Stop);

        Assert.NotEmpty(export.Id);
        Assert.NotEmpty(export.Location);
        Assert.All(
            fixture.Dialect.Options.Where(option => option.Secret && fixture.Settings.Has(option.Name)),
            option => Assert.DoesNotContain(fixture.Settings.Text(option.Name)!, export.Location, StringComparison.Ordinal));
        Assert.Equal(export.Parts.Count, export.Parts.Select(static part => part.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(export.Parts, static part => Assert.NotEmpty(part.Fingerprint));
        Assert.True(
            export.ItemCount is null || export.ItemCount == Items.Sum(),
            $"the export promises {export.ItemCount} items and has {Items.Sum()}");
        foreach (var part in PartsOf(export))
        {
            var count = (await ReadAsync(_source, part)).Count;
            Assert.True(part.ItemCount is null || part.ItemCount == count, $"{part.Name} promises {part.ItemCount} items and has {count}");
        }
    }

    [Fact]
    public async Task The_same_is_found_and_read_again()
    {
        var export = await _source.OpenAsync(Stop);
        await using var another = fixture.Dialect.Create(fixture.Settings);
        var again = await another.OpenAsync(Stop);

        Assert.Equal((export.Id, export.Location), (again.Id, again.Location));
        Assert.True(export.Time == again.Time || _source.Capabilities.HasSnapshots, $"the time was {export.Time:O} and is {again.Time:O}");
        Assert.Equal(export.Parts, again.Parts);
        Assert.SkipUnless(_source.Capabilities.CanReadAgain, "the source declares that it cannot read a part again");
        foreach (var (part, same) in PartsOf(export).Zip(PartsOf(again)))
        {
            var first = await ReadAsync(_source, part);
            Assert.Equal(first, await ReadAsync(_source, part));
            Assert.Equal(first, await ReadAsync(another, same));
        }
    }

    [Fact]
    public async Task A_source_that_others_write_to_names_the_snapshots_that_were_read()
    {
        var export = await _source.OpenAsync(Stop);
        Assert.Empty(_source.Snapshots);

        foreach (var part in PartsOf(export))
            await ReadAsync(_source, part);

        Assert.Equal(_source.Capabilities.HasSnapshots ? 1 : 0, _source.Snapshots.Count);
    }

    [Fact]
    public async Task Numbers_of_items_ascend_in_a_part()
    {
        foreach (var part in PartsOf(await _source.OpenAsync(Stop)))
        {
            var numbers = (await ReadAsync(_source, part)).Select(static item => item.Number).ToList();

            Assert.True(numbers[0] >= 1, $"the first number of {part.Name} is {numbers[0]}; they are counted from 1");
            Assert.True(numbers.Zip(numbers.Skip(1)).All(static pair => pair.First < pair.Second), $"numbers in {part.Name} do not ascend");
        }
    }

    [Fact]
    public async Task Parts_can_be_read_at_the_same_time()
    {
        var export = await _source.OpenAsync(Stop);

        var parts = await Task.WhenAll(PartsOf(export).Select(part => Task.Run(() => ReadAsync(_source, part), Stop)));

        Assert.Equal(Items.Order(), parts.Select(static items => items.Count).Order());
        Assert.All(parts, static items => Assert.Equal(Parts[PartOf(items)], items.Select(static item => item.Line)));
    }

    [Fact]
    public async Task A_part_that_was_cut_off_is_an_error()
    {
        Assert.SkipWhen(fixture.TruncateAsync is null, "the fixture cannot cut off a part of this source");
        await fixture.TruncateAsync!(Stop);
        var read = 0;

        var thrown = await Record.ExceptionAsync(async () =>
        {
            foreach (var part in PartsOf(await _source.OpenAsync(Stop)))
                read += (await ReadAsync(_source, part)).Count;
        });

        Assert.True(thrown is not null, $"a part was cut off, and its source ended as if it were whole, after {read} items in all");
        Assert.NotEqual(FailureKind.Row, thrown is DatafluxException ? FailureKind.Systemic : _source.Classify(thrown).Kind);
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled()
    {
        var export = await _source.OpenAsync(Stop);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var blocks = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            foreach (var part in PartsOf(export))
            {
                await foreach (var block in _source.ReadAsync(part, stop.Token))
                {
                    blocks += block.Count > 0 ? 1 : 0;
                    await stop.CancelAsync();
                }
            }
        });

        Assert.Equal(1, blocks);
        Assert.NotEmpty(await ReadAsync(_source, export.Parts[_source.Capabilities.CanReadAgain ? 0 : 1]));
    }

    [Fact]
    public async Task A_listing_shows_what_can_be_read_and_what_is_not_finished()
    {
        Assert.SkipWhen(fixture.Dialect.ListAsync is null, "the dialect lists no exports");
        Assert.SkipWhen(fixture.BeginAnotherAsync is null, "the source knows no unfinished exports");
        await fixture.BeginAnotherAsync!(Stop);

        var listed = await fixture.Dialect.ListAsync!(fixture.Settings, Stop);

        Assert.Equal(2, listed.Count);
        var readable = Assert.Single(listed, static export => export.Problem is null);
        Assert.Equal((long)Items.Sum(), readable.Items);
        Assert.NotEmpty(readable.Id);
        Assert.NotEmpty(Assert.Single(listed, static export => export.Problem is not null).Location);
    }

    private static async Task<List<(long Number, string Line)>> ReadAsync(ISource source, SourcePart part)
    {
        var items = new List<(long Number, string Line)>();
        await foreach (var block in source.ReadAsync(part, Stop))
        {
            for (var i = 0; i < block.Count; i++)
            {
                Assert.Null(block.Error(i));
                items.Add((block.LineNumber(i), Encoding.UTF8.GetString(block.Line(i).Span)));
            }
        }

        return items;
    }

    // What a source has at first; a stream has nothing yet.
    private static List<SourcePart> PartsOf(Export export) => [.. export.Parts.Where(static part => !part.IsStream)];

    private static int PartOf(List<(long Number, string Line)> items) =>
        ItemBlock.Parse(Encoding.UTF8.GetBytes(items[0].Line), firstLineNumber: 1).Item(0).Int32("part");

    // Text that hardly compresses, and the same at every time.
    private static string[] Lines(int part, int count)
    {
        var random = new Random(part);
        var noise = new byte[48];
        var lines = new string[count];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(noise);
            lines[i] =
                $$$$"""{"Item":{"part":{"N":"{{{{part}}}}"},"number":{"N":"{{{{i}}}}"},"noise":{"S":"{{{{Convert.ToHexString(noise)}}}}"}}}""";
        }

        return lines;
    }
}
