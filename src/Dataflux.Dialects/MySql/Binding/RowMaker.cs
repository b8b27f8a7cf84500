using Dataflux.Dialects.MySql.Encoding;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.MySql.Binding;

/// <summary>Makes rows as they are sent, one at a time.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <param name="binding">The columns.</param>
/// <param name="loads">Whether they go by LOAD DATA.</param>
internal sealed class RowMaker<TRecord>(TableBinding binding, bool loads) : IRowMaker<TRecord>
{
    private readonly RowBuffer _buffer = loads ? new LoadBuffer() : new InsertBuffer();
    private readonly RowEncoder<TRecord> _encoder = new(binding);

    public ReadOnlySpan<byte> Make(TRecord record, int? number = null)
    {
        _buffer.Length = 0;
        _encoder.Write(_buffer, record, number);
        return _buffer.Written.Span;
    }
}
