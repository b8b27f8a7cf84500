using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <content>Failures, and what they leave.</content>
public abstract partial class TargetContract
{
    [Fact]
    public async Task A_record_that_is_refused_is_a_failure_of_that_record_and_the_session_goes_on()
    {
        var refused = NeedsRefused();
        var failure = await FailureOfAsync(() => UpsertAsync(refused));

        Assert.Equal(FailureKind.Row, failure.Kind);
        Assert.NotEmpty(failure.Message);
        await UpsertAsync(new Thing(1, "good"));
        Assert.Equal([new Thing(1, "good")], await ThingsAsync());
    }

    [Fact]
    public async Task A_target_without_transactions_names_the_records_that_it_refuses_and_writes_the_others()
    {
        Assert.SkipWhen(
            Target.Capabilities.IsTransactional, "the target declares transactions, which end with the first record that is refused");
        var refused = NeedsRefused();
        await UpsertAsync(new Thing(1, "before"));

        var named = await Assert.ThrowsAsync<RefusedRecordsException>(() => UpsertAsync(new(1, "changed"), refused, new(2, "new")));

        Assert.Same(refused, Assert.Single(named.Records));
        Assert.Equal((1, 1), (named.Others?.Inserted, named.Others?.Updated));
        Assert.Equal(FailureKind.Row, Target.Classify(named).Kind);
        Assert.Equal([new(1, "changed"), new(2, "new")], await ThingsAsync());
    }

    [Fact]
    public async Task A_missing_table_is_a_finding_with_its_name()
    {
        NeedsTables();
        await using var target = fixture.Open();

        var thrown = await Assert.ThrowsAsync<TargetException>(() => target.PrepareAsync([typeof(Nowhere)], Stop));

        var finding = Assert.Single(thrown.Findings);
        Assert.Equal(typeof(Nowhere), finding.Record);
        Assert.Contains("contract_nowhere", finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_table_stops_a_run_that_writes_to_it()
    {
        NeedsTables();
        var failure = await FailureOfAsync(() => Session.WriteAsync(target => target.Upsert([new Nowhere(1)]), Stop));

        Assert.Equal(FailureKind.Systemic, failure.Kind);
        Assert.Contains("contract_nowhere", failure.Message, StringComparison.Ordinal);
        await UpsertAsync(new Thing(1, "good"));
    }

    [Fact]
    public async Task An_exception_of_the_profile_comes_through_and_is_a_failure_of_its_records()
    {
        var own = new InvalidDataException("not like this");

        var thrown = await Record.ExceptionAsync(() => Session.WriteAsync(_ => throw own, Stop));

        Assert.Same(own, thrown);
        Assert.Equal(FailureKind.Row, Target.Classify(own).Kind);
        await UpsertAsync(new Thing(1, "good"));
    }

    [Fact]
    public async Task A_cut_is_waited_out_and_the_session_connects_again()
    {
        Assert.SkipWhen(fixture.CutAsync is null, "the fixture has nothing to cut");
        await UpsertAsync(new Thing(1, "before"));

        var failure = await FailureOfAsync(() => Session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Thing(2, "under way")]);
                await fixture.CutAsync!(Stop);
                await target.Upsert([new Thing(3, "into nothing")]);
            },
            Stop));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        await PatientlyAsync(() => UpsertAsync(new Thing(2, "again"), new Thing(3, "again")));
        Assert.Equal([new(1, "before"), new(2, "again"), new(3, "again")], await ThingsAsync());
    }

    // As the engine does it, but for its waiting: a pool may hold more connections that were cut.
    private async Task PatientlyAsync(Func<Task> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (attempt < 10 && Target.Classify(e).Kind == FailureKind.Transient)
            {
            }
        }
    }

    [Fact]
    public async Task What_a_cancelled_write_has_done_leaves_no_trace()
    {
        NeedsTransactions();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Thing(1, "never")]);
                await stop.CancelAsync();
            },
            stop.Token));

        Assert.Empty(await ThingsAsync());
        await UpsertAsync(new Thing(1, "good"));
        Assert.Equal([new Thing(1, "good")], await ThingsAsync());
    }
}
