using Dataflux.Engine;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;

namespace Dataflux.Tests.Engine;

public class NulPolicyTests
{
    private const string Line = """{"Item":{"k\u0000":{"N":"5"},"v":{"N":"1"}}}""";

    [Theory]
    [InlineData(NulPolicy.Strip, 1)]
    [InlineData(NulPolicy.Reject, 0)]
    public async Task The_policy_is_applied_before_the_profile_sees_an_item(NulPolicy policy, int kept)
    {
        using var run = new EngineRun(new MemorySource([Line]));
        var summary = await MigrationStart.RunAsync(run.Profile(), run.Plan() with { Nul = policy }, TestContext.Current.CancellationToken);
        Assert.Equal(kept, summary.Counts.Kept);
        Assert.Equal(1 - kept, summary.Counts.SkippedTotal); // without the attribute k the profile skips it
    }

    [Fact]
    public async Task A_reject_names_the_attribute_with_the_character()
    {
        using var run = new EngineRun(
            new MemorySource(["""{"Item":{"k":{"N":"5"},"v":{"N":"1"},"notes":{"M":{"text":{"S":"a\u0000"}}}}}"""]));
        run.Target.BeforeCommit = _ => throw new ArgumentException("column \"notes\" holds U+0000");
        run.Target.RowDetail = FailureDetail.UnstorableText;
        await run.RunAsync();
        var message = run.Rejects().Single().GetProperty("error").GetProperty("message").GetString();
        Assert.Equal(
            "column \"notes\" holds U+0000; it is in attribute notes.text; 'nul: strip' or 'nul: replace' in the definition takes it out",
            message);
    }
}
