using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.PostgreSql.Binding;

/// <summary>Hashes the keys of records as they are sent to their table: the same key has the same hash at every time.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class KeyHasher<TRecord>
{
    private readonly CopyBuffer _buffer = new();
    private readonly RowEncoder<TRecord> _encoder;
    private readonly ulong _seed;

    internal KeyHasher(TableBinding binding, IReadOnlyList<string> key)
    {
        _encoder = new(binding.KeyOnly(key));
        _seed = 14695981039346656037;
        foreach (var letter in binding.Table.NameText)
            _seed = Step(_seed, letter);
    }

    /// <summary>FNV-1a over the key's bytes, mixed so that each bit of it counts.</summary>
    /// <exception cref="RowValueException">The key cannot be stored.</exception>
    internal ulong Hash(TRecord record)
    {
        _buffer.Length = 0;
        _encoder.Write(_buffer, record, round: null);
        var hash = _seed;
        foreach (var one in _buffer.Written.Span)
            hash = Step(hash, one);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        return Math.Max(1, hash ^ (hash >> 33));
    }

    private static ulong Step(ulong hash, uint unit) => (hash ^ unit) * 1099511628211;
}
