namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>A comparer whose record type does not matter. Lives and dies with its connection.</summary>
internal abstract class ComparerBase : IAsyncDisposable
{
    private readonly List<Suspect> _pending = [];

    private protected ComparerBase(Suspects suspects) => Suspects = suspects;

    private protected Suspects Suspects { get; }

    /// <summary>Keeps the records of a transaction whose rows may differ.</summary>
    private protected void Keep(Suspect suspect)
    {
        Suspects.Expect(suspect.Hash);
        _pending.Add(suspect);
    }

    /// <summary>Makes its staging table; in a transaction that may.</summary>
    internal abstract Task MakeAsync(CancellationToken cancellation);

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
}
