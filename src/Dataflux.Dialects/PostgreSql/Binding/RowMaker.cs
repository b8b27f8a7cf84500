using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.PostgreSql.Binding;

/// <summary>Makes rows of a binary COPY, one at a time.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <param name="binding">The columns.</param>
internal sealed class RowMaker<TRecord>(TableBinding binding) : IRowMaker<TRecord>
{
    private readonly CopyBuffer _buffer = new();
    private readonly RowEncoder<TRecord> _encoder = new(binding);

    public ReadOnlySpan<byte> Make(TRecord record, int? number = null) => Make(record, number, place: null);

    /// <summary>Makes a row of a staging table whose rows say their place.</summary>
    internal ReadOnlySpan<byte> Make(TRecord record, int? number, int? place)
    {
        _buffer.Length = 0;
        _encoder.Write(_buffer, record, number, place);
        return _buffer.Written.Span;
    }
}
