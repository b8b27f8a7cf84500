using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli;

/// <summary>A run whose target is a server of dataflux's own, on a machine that has no programs for it.</summary>
public sealed class ServerOfferTests : IDisposable
{
    private readonly Workspace _work = new Workspace().WithPictures();

    public ServerOfferTests() => _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary());

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("y", true)]
    [InlineData("n", false)]
    public async Task Programs_are_fetched_only_for_whoever_says_yes(string answer, bool fetched)
    {
        _work.Server.IsFetched = false;
        _work.Answer = answer;

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("migrate", "pictures"));

        Assert.Equal(fetched, _work.Server.IsFetched);
        Assert.StartsWith("Fetch a server? [y/N] ", _work.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)] // nobody is there
    [InlineData("y", null)] // nothing is missing
    public async Task Nobody_is_asked_without_need(string? answer, bool? fetched)
    {
        _work.Server.IsFetched = fetched;
        _work.Answer = answer;

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("migrate", "pictures"));

        Assert.Equal(fetched, _work.Server.IsFetched);
        Assert.DoesNotContain("Fetch", _work.Out.ToString(), StringComparison.Ordinal);
    }
}
