using Dataflux.Engine.Contract;
using Dataflux.Engine.Grouping;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>Hashes of keys that every process makes alike.</summary>
public class KeyHashTests
{
    private enum Colour
    {
        Red,
        Green,
    }

    // FNV-1a (32 bits) with the published offset basis and prime; ASCII units are the octets of the published test vectors.
    [Theory]
    [InlineData("", 0x811c9dc5)]
    [InlineData("a", 0xe40c292c)]
    [InlineData("foobar", 0xbf9cf968)]
    public void A_text_has_the_hash_that_FNV_1a_publishes(string text, uint expected)
    {
        Assert.Equal(expected, (uint)KeyHash.OfText(text));
        Assert.Equal(expected, (uint)KeyHash.Of<string>()!(text));
        Assert.Equal(expected, (uint)KeyHash.Of<Text>()!(Text.Of(text)));
    }

    [Fact]
    public void Equal_keys_have_equal_hashes_and_different_ones_hardly_ever()
    {
        AssertSpreads(i => $"user-{i}");
        AssertSpreads(i => i);
        AssertSpreads(i => (Tenant: $"t{i % 10}", i / 10));
        AssertSpreads(i => new Place($"street {i / 100}", i % 100));
        AssertSpreads(i => new Point(i, -i));
        AssertSpreads(i => (decimal)i / 4);
        AssertSpreads(i => Tuple.Create(i, (int?)null, Colour.Green));
        AssertSpreads(i => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i));
    }

    [Fact]
    public void Keys_that_compare_equal_in_another_form_have_the_same_hash()
    {
        Assert.Equal(KeyHash.Of<decimal>()!(1.0m), KeyHash.Of<decimal>()!(1.000m));
        Assert.Equal(KeyHash.Of<double>()!(0.0), KeyHash.Of<double>()!(-0.0));
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(KeyHash.Of<DateTimeOffset>()!(noon), KeyHash.Of<DateTimeOffset>()!(noon.ToOffset(TimeSpan.FromHours(2))));
    }

    [Theory]
    [InlineData(typeof(string), true)]
    [InlineData(typeof(Guid), true)]
    [InlineData(typeof(Number), true)]
    [InlineData(typeof(Text), true)]
    [InlineData(typeof(Place), true)]
    [InlineData(typeof(ValueTuple<string, int?>), true)]
    [InlineData(typeof(int[]), false)]
    [InlineData(typeof(object), false)]
    [InlineData(typeof(Uri), false)]
    [InlineData(typeof(OfItsOwn), false)]
    [InlineData(typeof(Holder), false)]
    [InlineData(typeof(ValueTuple<string, byte[]>), false)]
    public void Keys_whose_equality_is_their_own_affair_are_refused(Type key, bool isKnown)
    {
        Assert.Equal(isKnown, ExportGrouping.Refusal(key) is null);
    }

    private static void AssertSpreads<TKey>(Func<int, TKey> make)
        where TKey : notnull
    {
        const int Count = 20_000;
        const int Partitions = 50;
        var key = new GroupKeyOf<int, TKey>(make);
        var sizes = new int[Partitions];
        var hashes = new HashSet<uint>();
        for (var i = 0; i < Count; i++)
        {
            var hash = key.Hash(i);
            Assert.Equal(hash, key.Hash(i));
            hashes.Add(hash);
            sizes[(int)(((ulong)hash * Partitions) >> 32)]++;
        }

        Assert.True(hashes.Count > Count * 0.99, $"{typeof(TKey)}: {hashes.Count} hashes");
        Assert.All(sizes, size => Assert.InRange(size, Count / Partitions * 0.7, Count / Partitions * 1.3));
    }

    private sealed record Place(string Street, int Number);

    private readonly record struct Point(int X, int Y);

    private sealed record Holder(Holder? Inner, int Value);

    private sealed record OfItsOwn(string Name)
    {
        public bool Equals(OfItsOwn? other) => string.Equals(Name, other?.Name, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
    }
}
