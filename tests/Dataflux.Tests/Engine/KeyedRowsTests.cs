using Dataflux.Engine.Rows;

namespace Dataflux.Tests.Engine;

/// <summary>Groups of many rows, against those of LINQ.</summary>
public class KeyedRowsTests
{
    private readonly record struct Wide(int Key, long A, long B, long C, long D, decimal E, string Name);

    private sealed record Row(int Key, string Name);

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Rows_of_a_file_come_in_groups_by_the_first_occurrence_of_their_key(int keys)
    {
        AssertGroups(
            new KeyedRows<Row, int>(row => row.Key), i => new Row(i % 7 == 0 ? i % keys : (i * 31) % keys, $"{i}"), row => row.Key);
        AssertGroups(
            new KeyedRows<Wide, int>(row => row.Key), i => new Wide((i * 31) % keys, i, -i, i * 2, i * 3, i, $"{i}"), row => row.Key);
    }

    // The grouping is used for one file after the other; a later one may be smaller.
    private static void AssertGroups<TRow>(KeyedRows<TRow, int> groups, Func<int, TRow> make, Func<TRow, int> keyOf)
    {
        foreach (var count in new[] { 60_000, 100, 20_000 })
        {
            var rows = Enumerable.Range(0, count).Select(make).ToList();
            for (var i = 0; i < count; i++)
                groups.Add(rows[i], new SourceLine(i + 1, 10));

            var chunks = groups.Take(out var dropped);

            Assert.Equal(0, dropped);
            var expected = Enumerable.Range(0, count).GroupBy(i => keyOf(rows[i])).Select(group => group.ToArray()).ToList();
            var actual = chunks.SelectMany(chunk => Enumerable.Range(0, chunk.Count).Select(chunk.Group)).ToList();
            Assert.Equal(expected.Select(group => group.Select(i => rows[i])), actual);
            Assert.Equal(
                expected.Select(group => group.Select(i => i + 1L)),
                chunks.SelectMany(chunk => Enumerable.Range(0, chunk.Count).Select(chunk.LineNumbers)));
            Assert.Equal(count * 10L, chunks.Sum(chunk => chunk.Bytes));
        }
    }
}
