using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>
/// A fresh index for each alias of a run, in which nothing of earlier ones is left. The alias stands for it when all documents are there,
/// and the index before it stays: the way back is the same change of the alias once more.
/// </summary>
/// <param name="indexes">The indexes that records are written to.</param>
/// <param name="aliases">Their aliases.</param>
/// <param name="fresh">Makes and counts indexes.</param>
/// <param name="log">What there was and is.</param>
/// <param name="kept">How many generations stay behind the one that aliases stand for.</param>
/// <param name="time">The clock.</param>
internal sealed class IndexGenerations(
    IndexCatalog indexes, AliasCatalog aliases, FreshIndexes fresh, GenerationLog log, int kept, TimeProvider time)
    : IPublication, IFreshIndexes
{
    private const string Advice = "start over ('dataflux reset', then run again), which fills a new one";
    private readonly WrittenTally _tally = new();
    private Generation? _filled;
    private bool _isContinued;

    public string Unit => "generation";

    public string Next => "search through the alias; 'dataflux undo' with the number of this run turns it back";

    /// <summary>What was written beside the account.</summary>
    internal WrittenTally Tally => _tally;

    public bool Fills => _filled is not null;

    public async Task BeginAsync(PublishedRun run, CancellationToken cancellation)
    {
        indexes.Forget();
        _tally.Clear();
        _isContinued = run.Done.Count > 0;
        var last = log.Last;
        _filled = run.IsReplay ? null
            : run.Done.Count == 0 ? await StartAsync(run, last, cancellation)
            : await ContinueAsync(last, run.Done.Count, cancellation);
    }

    public async Task<IndexInfo> MakeAsync(string alias, CancellationToken cancellation)
    {
        await aliases.ReadAsync(alias, cancellation);
        var name = FreshIndexes.NameOf(alias, _filled!);
        log.Add(_filled!.Stamp, new() { Alias = alias, Index = name }); // before it is made: nothing is made that nobody knows of
        return IndexInfo.Of(alias, name, await fresh.MakeAsync(alias, name, _filled, cancellation));
    }

    public async Task<IReadOnlyList<PublishedFile>> PublishAsync(
        WriteCounts records, Action<string> step, CancellationToken cancellation)
    {
        if ((_filled ?? log.Last) is not { IsEnded: false } filled)
            return []; // a replay, or more of a chain: written to what is in use

        _filled = filled;
        foreach (var alias in indexes.Planned)
            await indexes.FindAsync(alias, cancellation); // one that no record came for has nothing from now on

        filled = log.Last!;
        var files = new List<PublishedFile>();
        foreach (var turn in filled.Turns)
        {
            if (await fresh.FindAsync(turn.Index!, filled, cancellation) is null)
                throw Gone(turn.Index!);

            files.Add(new(turn.Index!, await fresh.CountAsync(turn.Index!, cancellation), Bytes: 0));
        }

        var standing = await StandingAsync(filled, cancellation);
        if (!filled.Turns.All(turn => standing[turn.Alias]?.Index == turn.Index)) // counted before, and others may have written since
            _tally.ThrowUnlessRight(records, files.Sum(static file => file.Rows), _isContinued, indexes.Location);

        step(GenerationSteps.Counted);
        await TurnAsync(filled, standing, step, cancellation);
        return files;
    }

    public async Task EndAsync(CancellationToken cancellation)
    {
        if (log.Last is not { IsShown: true, IsEnded: false } filled)
            return;

        log.Save(filled with { IsEnded = true });
        _filled = null;
        var past = log.All.Where(generation => generation.Undoes == 0 && generation.Stamp != filled.Stamp).Reverse().Skip(kept).ToList();
        foreach (var generation in past)
        {
            if (await DeleteAsync(generation, cancellation))
                log.Drop(other => other.Stamp == generation.Stamp);
        }
    }

    /// <summary>Gives the run's number to what it fills.</summary>
    /// <returns>Whether it fills anything.</returns>
    internal bool Number(long run)
    {
        if (_filled is null || log.Last is not { } last)
            return false;

        log.Save(last with { Run = run });
        return true;
    }

    /// <summary>What the aliases of a generation stand for.</summary>
    internal async Task<Dictionary<string, Standing?>> StandingAsync(Generation generation, CancellationToken cancellation)
    {
        var standing = new Dictionary<string, Standing?>(StringComparer.Ordinal);
        foreach (var turn in generation.Turns)
            standing[turn.Alias] = await aliases.ReadAsync(turn.Alias, cancellation);

        return standing;
    }

    private async Task<Generation> StartAsync(PublishedRun run, Generation? last, CancellationToken cancellation)
    {
        if (last is { IsShown: false })
        {
            // Nothing of it is done: begun again, under the same name.
            await DeleteAsync(last, cancellation);
            last = last with { Migration = run.Migration, Turns = [] };
        }
        else
        {
            last = new() { Stamp = FreshIndexes.StampOf(time.GetUtcNow()), Migration = run.Migration };
        }

        log.Save(last);
        return last;
    }

    private async Task<Generation?> ContinueAsync(Generation? last, int done, CancellationToken cancellation)
    {
        if (last is null)
        {
            throw new StateException(
                $"{done} files are done, and it is not known which index they were written to: 'generation' was not 'new' then, or "
                + $"somebody deleted the state; {Advice}");
        }

        var standing = last.IsEnded ? await StandingAsync(last, cancellation) : [];
        foreach (var turn in last.Turns)
        {
            if (await fresh.FindAsync(turn.Index!, last, cancellation) is null)
                throw Gone(turn.Index!);

            if (last.IsEnded && standing[turn.Alias]?.Index != turn.Index)
            {
                throw new StateException(
                    $"{done} files are done, in the index '{turn.Index}', and the alias '{turn.Alias}' stands for "
                    + $"{(standing[turn.Alias] is { } other ? $"'{other.Index}'" : "none")} now; turn it to '{turn.Index}', or {Advice}");
            }
        }

        return last.IsEnded ? null : last;
    }

    private async Task TurnAsync(
        Generation filled, Dictionary<string, Standing?> standing, Action<string> step, CancellationToken cancellation)
    {
        foreach (var turn in filled.Turns)
            await fresh.ServeAsync(turn.Alias, turn.Index!, cancellation);

        step(GenerationSteps.Served);
        var left = filled.Turns.Where(turn => standing[turn.Alias]?.Index != turn.Index)
            .Select(turn => turn with { Before = standing[turn.Alias]?.Index, Properties = standing[turn.Alias]?.Properties }).ToList();
        log.Save(filled = left.Aggregate(filled, static (generation, turn) => generation.With(turn)));
        step(GenerationSteps.Noted);
        await aliases.TurnAsync(left, cancellation);
        step(GenerationSteps.Turned);
        log.Save(filled with { IsShown = true });
        step(GenerationSteps.Shown);
    }

    private async Task<bool> DeleteAsync(Generation generation, CancellationToken cancellation)
    {
        var areGone = true;
        foreach (var turn in generation.Turns)
            areGone &= await fresh.DeleteAsync(turn.Index!, generation, cancellation);

        return areGone;
    }

    private StateException Gone(string index) =>
        new($"{indexes.Location}: the index '{index}', which this run has filled, is no longer there; {Advice}");
}
