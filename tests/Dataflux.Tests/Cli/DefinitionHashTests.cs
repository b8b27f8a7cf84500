using Dataflux.Definitions;

namespace Dataflux.Tests.Cli;

public sealed class DefinitionHashTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("batchSize: 7")]
    [InlineData("readers: 3")]
    [InlineData("writers: 3")]
    [InlineData("retryFor: 3m")]
    [InlineData("maxRate: 10/s")]
    [InlineData("maxReplicaLag: 3s")]
    [InlineData("undo: keep")]
    [InlineData("logDir: elsewhere")]
    [InlineData("checkpoint: target")]
    [InlineData("group: { memory: 7MiB, disk: 7GB }")]
    [InlineData("limit: 7")]
    [InlineData("stateDir: elsewhere")]
    [InlineData("maxRejects: 5%")]
    [InlineData("source: { type: s3-dynamodb, bucket: b, parts: 9 }")]
    [InlineData("target: { type: postgresql, host: h, password: other }")]
    [InlineData("target: { type: postgresql, host: h, timeout: 5m }")]
    public void Speeds_secrets_and_folders_do_not_change_it(string change) => Assert.Equal(Hash(""), Hash(change));

    [Theory]
    [InlineData("name: other")]
    [InlineData("nul: strip")]
    [InlineData("nul: replace")]
    [InlineData("group: { scope: export }")]
    [InlineData("options: { maxId: 2 }")]
    [InlineData("options: { maxId: '1' }")]
    [InlineData("source: { type: s3-dynamodb, bucket: c }")]
    [InlineData("target: { type: postgresql, host: g }")]
    [InlineData("target: { type: postgresql, host: h, database: d }")]
    public void What_decides_the_result_changes_it(string change) => Assert.NotEqual(Hash(""), Hash(change));

    [Fact]
    public void Each_choice_has_a_hash_of_its_own() =>
        Assert.Distinct(
            new[] { "", "nul: strip", "nul: replace", "group: { scope: "
                + "export }", "options: { a: 1 }", "options: { a: '1' }", "options: { b: 1 }" }.Select(Hash));

    [Fact]
    public void A_connection_string_counts_without_its_password()
    {
        const string Other = "target: { type: postgresql, connection: Host=a;Database=b;Password=two }";
        Assert.Equal(Hash("target: { type: postgresql, connection: Host=a;Database=b;Password=one }"), Hash(Other));
        Assert.NotEqual(Hash("target: { type: postgresql, connection: Host=a;Database=c;Password=two }"), Hash(Other));
        Assert.Equal(
            Hash("target: { type: postgresql, connection: 'postgresql://u:one@h/d' }"),
            Hash("target: { type: postgresql, connection: 'postgresql://u:two@h/d' }"));
        Assert.Contains("two", Read(Other).Secrets);
    }

    private string Hash(string change) => Read(change).Hash;

    private Definition Read(string change)
    {
        string[] lines =
        [
            "name: pictures", "profile: pictures.csx", "source: { type: s3-dynamodb, bucket: b }",
            "target: { type: postgresql, host: h }", "options: { maxId: 1 }",
        ];
        var kept = lines.Where(line => change.Length == 0 || line.Split(':')[0] != change.Split(':')[0]);
        return _work.With("pictures.csx", "").With("pictures.yaml", string.Join('\n', kept.Append(change))).Read().OrThrow();
    }
}
