using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Contracts;

/// <content>Parts that are entered in the middle.</content>
public abstract partial class SourceContract
{
    private const string NoPositions = "the source declares no positions: its parts are read from their beginning";
    private const int MostEntered = 12;

    [Fact]
    public async Task What_is_behind_a_position_is_what_was_not_read_before_it()
    {
        Assert.SkipUnless(_source.Capabilities.HasPositions, NoPositions);
        foreach (var part in PartsOf(await _source.OpenAsync(Stop)))
        {
            Assert.Null(part.Position);
            await using var whole = fixture.Dialect.Create(fixture.Settings);
            await whole.OpenAsync(Stop);
            var items = await ReadAsync(whole, part);
            var ends = await BlockEndsAsync(part);

            // The first, the last, and some between.
            foreach (var (number, position) in ends.Where((_, i) => i % Math.Max(1, ends.Count / MostEntered) == 0 || i == ends.Count - 1))
            {
                await using var another = fixture.Dialect.Create(fixture.Settings);
                await another.OpenAsync(Stop);
                var rest = await ReadAsync(another, part with { Position = position });

                Assert.Equal(items.Where(item => item.Number > number), rest);
            }
        }
    }

    [Fact]
    public async Task A_source_has_positions_in_every_block_or_none()
    {
        foreach (var part in PartsOf(await _source.OpenAsync(Stop)))
        {
            await foreach (var block in _source.ReadAsync(part, Stop))
                Assert.Equal(_source.Capabilities.HasPositions, block.Position is not null);
        }
    }

    [Fact]
    public void A_source_that_cannot_read_a_part_again_has_positions()
    {
        Assert.SkipWhen(_source.Capabilities.CanReadAgain, "the source declares that it can read a part again");

        Assert.True(_source.Capabilities.HasPositions, "a run that is resumed would have to read its parts again");
    }

    private async Task<List<(long Number, string Position)>> BlockEndsAsync(SourcePart part)
    {
        var ends = new List<(long Number, string Position)>();
        await foreach (ItemBlock block in _source.ReadAsync(part, Stop))
            ends.Add((block.LineNumber(block.Count - 1), block.Position!));

        return ends;
    }
}
