using Dataflux.Profiles;

namespace Dataflux.Contracts;

/// <content>Parts that grow.</content>
public abstract partial class SourceContract
{
    private const string NoStream = "the source has no part that grows";

    [Fact]
    public async Task What_comes_into_a_stream_is_read_behind_the_position_that_was_reached()
    {
        Assert.SkipWhen(fixture.GrowAsync is null, NoStream);
        await _source.OpenAsync(Stop);
        var (nothing, begin) = await ReadStreamAsync(position: null);
        await fixture.GrowAsync!(5, Stop);
        var (first, middle) = await ReadStreamAsync(begin);
        var (again, _) = await ReadStreamAsync(begin);
        var (after, _) = await ReadStreamAsync(middle);
        await fixture.GrowAsync!(2, Stop);
        var (second, _) = await ReadStreamAsync(middle);

        Assert.Empty(nothing);
        Assert.Equal([1, 2, 3, 4, 5], first.Select(static item => item.Number));
        Assert.Equal(first, again);
        Assert.Empty(after);
        Assert.Equal([6, 7], second.Select(static item => item.Number));
    }

    [Fact]
    public async Task What_a_stream_has_before_a_saved_position_is_not_found_any_more_and_never_passed_over()
    {
        Assert.SkipWhen(fixture.GrowAsync is null, NoStream);
        await _source.OpenAsync(Stop);
        var (_, begin) = await ReadStreamAsync(position: null);
        await fixture.GrowAsync!(5, Stop);
        var (_, middle) = await ReadStreamAsync(begin, saves: true);
        await fixture.GrowAsync!(2, Stop);

        var (rest, _) = await ReadStreamAsync(middle);
        Assert.Equal([6, 7], rest.Select(static item => item.Number));
        await Assert.ThrowsAnyAsync<Engine.Ground.SourceException>(() => ReadStreamAsync(begin));
    }

    // By another process each time: one reads up to where the stream has grown when it begins.
    private async Task<(List<(long Number, string Line)> Items, string Reached)> ReadStreamAsync(string? position, bool saves = false)
    {
        await using var source = fixture.Dialect.Create(fixture.Settings);
        var stream = Assert.Single((await source.OpenAsync(Stop)).Parts, static part => part.IsStream);
        var items = new List<(long Number, string Line)>();
        var reached = position;
        await foreach (ItemBlock block in source.ReadAsync(stream with { Position = position }, Stop))
        {
            Assert.NotNull(block.Position);
            reached = block.Position;
            for (var i = 0; i < block.Count; i++)
                items.Add((block.LineNumber(i), System.Text.Encoding.UTF8.GetString(block.Line(i).Span)));
        }

        if (saves)
            source.Saved(stream.Name, reached!);

        return (items, reached!);
    }
}
