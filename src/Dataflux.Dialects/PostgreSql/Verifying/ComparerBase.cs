using System.Buffers.Binary;
using Dataflux.Dialects.Sql.Verifying;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>A comparer whose record type does not matter. Lives and dies with its connection.</summary>
internal abstract class ComparerBase : IAsyncDisposable
{
    private readonly List<Suspect> _pending = [];

    private readonly ComparisonRequest _request;

    private protected ComparerBase(Suspects suspects, ComparisonRequest request) => (Suspects, _request) = (suspects, request);

    private protected Suspects Suspects { get; }

    /// <summary>Keeps the records of a transaction whose rows may differ.</summary>
    /// <param name="hash">The hash of the key.</param>
    /// <param name="origin">The item.</param>
    /// <param name="row">A row of a staging table with number and place, which it receives here.</param>
    private protected void Keep(ulong hash, ItemOrigin? origin, byte[] row)
    {
        // The last eight and the eight before: length and value of place and number.
        var place = Suspects.Doubts.Expect(hash);
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(^4), place);
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(^12), place);
        _pending.Add(new(hash, origin, row));
    }

    /// <summary>The place of a kept row among all suspects.</summary>
    internal static int PlaceOf(byte[] row) => BinaryPrimitives.ReadInt32BigEndian(row.AsSpan(^4));

    /// <summary>Whether a key is among those that are looked at.</summary>
    private protected bool IsChosen(ulong hash) =>
        (_request.Sample is not { } share || hash < share * ulong.MaxValue) && _request.Keys?.Contains(hash) != false;

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
