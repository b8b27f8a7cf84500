using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Verifying;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>Looks which keys have rows.</summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal sealed class ComparedKeys<TKey> : IComparedKeys<TKey>
{
    private readonly RowSender _sender;
    private readonly TableBinding _keys;
    private readonly RowEncoder<TKey> _encoder;
    private readonly RowMaker<TKey> _kept;
    private readonly string _staging;
    private long _filledIn;
    private int _next;

    internal ComparedKeys(MySqlComparing connection, TableBinding keys, string staging)
    {
        (_sender, _keys, _staging) = (connection.Sender, keys, staging);
        (_encoder, _kept) = (new(keys), new(keys, connection.Sender.Loads));
    }

    public Task MakeAsync(CancellationToken cancellation) =>
        _sender.RunAsync(StagingTable.Make(_staging, _keys.Columns, made: []), cancellation);

    public async Task<IReadOnlySet<int>> FindAsync(IReadOnlyList<TKey> keys, long transaction, CancellationToken cancellation)
    {
        var first = _filledIn == transaction ? _next : 0;
        (_filledIn, _next) = (transaction, checked(first + keys.Count));
        var buffer = _sender.Begin();
        for (var i = 0; i < keys.Count; i++)
        {
            _encoder.Write(buffer, keys[i], first + i);
            _sender.Added();
        }

        await _sender.SendAsync(Backtick.Quote(_staging), _keys.Columns, [StagingTable.Number], cancellation);
        var number = $"gone.{Backtick.Quote(StagingTable.Number)}";
        var same = KeySql.Same("goes", "gone", _keys.Columns, static column => column.MayBeNull && column.Member.IsNullable);
        var there = new HashSet<int>();
        await _sender.ReadAsync(
            $"select {number} from {Backtick.Quote(_staging)} as gone straight_join {_keys.Flavour.Quote(_keys.Table)} as goes on {same} "
            + $"where {number} >= {first}",
            row => there.Add(row.GetInt32(0) - first),
            cancellation);
        return there;
    }

    public byte[] Keep(TKey key, int place) => _kept.Make(key).ToArray();

    public ValueTask DisposeAsync() => default;
}
