namespace Dataflux.Tests.Cli;

/// <summary>
/// <c>verify:</c> says which tables are the migration's own, and whether batches are compared, in a long and in a short form.
/// </summary>
public sealed class VerifyKeyTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("", false, "")]
    [InlineData("verify: batch", true, "")]
    [InlineData("verify: { batch: true }", true, "")]
    [InlineData("verify: { owns: [picture, tag] }", false, "picture tag")]
    [InlineData("verify: { owns: picture, batch: true }", true, "picture")]
    [InlineData("verify: { batch: false }", false, "")]
    public void Both_forms_live_together(string text, bool batches, string owned)
    {
        var definition = _work.WithPictures(text).Read().OrThrow();
        Assert.Equal((batches, owned), (definition.Migration.VerifyBatches, string.Join(' ', definition.Owned)));
    }

    [Theory]
    [InlineData("verify: batches", "'verify' is 'batches'")]
    [InlineData(
        "verify: batch\ncheckpoint: target",
        "'verify: batch' keeps what it finds in the state folder, and does not go with 'checkpoint: target'")]
    public void What_cannot_be_is_refused(string text, string message)
    {
        _work.WithPictures(text);
        Assert.Contains(message, _work.Problems(), StringComparison.Ordinal);
    }
}
