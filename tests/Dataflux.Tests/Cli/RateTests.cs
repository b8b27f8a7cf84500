using Dataflux.Definitions;

namespace Dataflux.Tests.Cli;

public sealed class RateTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("5000/s", 5_000)]
    [InlineData("90000/m", 1_500)]
    [InlineData("90000/min", 1_500)]
    [InlineData("36/h", 0.01)]
    [InlineData("2.5/s", 2.5)]
    public void A_rate_is_read_per_second(string text, double expected)
    {
        var definition = _work.WithPictures($"maxRate: {text}").Read().OrThrow();
        Assert.Equal(expected, definition.Migration.MaxRate);
    }

    [Theory]
    [InlineData("5000")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("5000/d")]
    [InlineData("5,000/s")]
    [InlineData("/s")]
    [InlineData("NaN/s")]
    [InlineData("1e9/s")]
    public void Anything_else_is_refused_with_an_example(string text)
    {
        _work.WithPictures($"maxRate: \"{text}\"");
        Assert.EndsWith($"'maxRate' is '{text}'; expected a rate such as 5000/s or 90000/m", _work.Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_come_from_flags_before_the_environment_and_the_definition_and_do_not_change_what_is_migrated()
    {
        var plain = _work.WithPictures().Read().OrThrow();
        _work.WithPictures("maxRate: 10/s\nmaxReplicaLag: 1m").Set("DATAFLUX_MAX_RATE", "20/s").Set("DATAFLUX_MAX_REPLICA_LAG", "2s");
        var overrides = new Overrides();
        overrides.Keys["maxRate"] = Dataflux.Definitions.Yaml.YamlScalar.Given("--max-rate", "30/s");
        var limited = _work.Read(overrides).OrThrow();

        Assert.Equal((30, TimeSpan.FromSeconds(2)), (limited.Migration.MaxRate, limited.Migration.MaxReplicaLag));
        Assert.Equal(plain.Hash, limited.Hash);
    }
}
