using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>A comparer whose record type does not matter. Lives and dies with its connection.</summary>
internal abstract class ComparerBase : IAsyncDisposable
{
    private readonly List<Suspect> _pending = [];

    private readonly ComparisonRequest _request;

    private protected ComparerBase(Suspects suspects, ComparisonRequest request) => (Suspects, _request) = (suspects, request);

    /// <summary>Whether its staging table has rows of the transaction that is open, or was last.</summary>
    internal bool IsFilled { get; private protected set; }

    private protected Suspects Suspects { get; }

    /// <summary>Keeps the records of a transaction whose rows may differ.</summary>
    /// <param name="suspect">The record, its place expected by <see cref="Verifying.Suspects.Doubts"/>.</param>
    private protected void Keep(Suspect suspect) => _pending.Add(suspect);

    /// <summary>Whether a key is among those that are looked at.</summary>
    private protected bool IsChosen(ulong hash) =>
        (_request.Sample is not { } share || hash < share * ulong.MaxValue) && _request.Keys?.Contains(hash) != false;

    /// <summary>Makes its staging table, empty; in a transaction that may.</summary>
    internal async Task MakeAsync(CancellationToken cancellation)
    {
        await MakeTableAsync(cancellation);
        IsFilled = false;
    }

    /// <summary>Tells that a transaction went through.</summary>
    internal void Committed()
    {
        Suspects.Add(_pending);
        _pending.Clear();
    }

    /// <summary>Tells that a transaction was rolled back.</summary>
    internal void Forget() => _pending.Clear();

    /// <summary>Gives the prepared statements back.</summary>
    public abstract ValueTask DisposeAsync();

    private protected abstract Task MakeTableAsync(CancellationToken cancellation);
}
