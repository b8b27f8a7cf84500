using System.Buffers.Binary;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>The rows of a binary COPY (PostgreSQL documentation, COPY, "Binary Format"), one after the other out of one buffer.</summary>
/// <param name="copy">What the server sends.</param>
internal sealed class CopyRows(Stream copy)
{
    private const int Header = 19;
    private const short Trailer = -1;

    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(64 * 1024);
    private int _start;
    private int _end;
    private int _row;
    private bool _isBegun;

    /// <summary>Whether the server has said that there are no more rows.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>The fields of the row that was found last: the length of each, -1 for null, and its bytes.</summary>
    internal ReadOnlySpan<byte> Fields => _bytes.AsSpan(_row, _start - _row);

    /// <summary>Takes the next row, where all of it has arrived.</summary>
    internal bool TryNext()
    {
        var rest = _bytes.AsSpan(_start, _end - _start);
        if (IsAtEnd || (!_isBegun && !TryBegin(ref rest)) || rest.Length < 2)
            return false;

        var count = BinaryPrimitives.ReadInt16BigEndian(rest);
        if (count == Trailer)
        {
            IsAtEnd = true;
            return false;
        }

        var at = 2;
        for (var i = 0; i < count; i++)
        {
            if (rest.Length - at < 4)
                return false;

            at += 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(rest[at..]));
            if (at > rest.Length || at < 0)
                return false;
        }

        _row = _start + 2;
        _start += at;
        return true;
    }

    /// <summary>Waits for more of what the server sends.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="SourceException">It has ended without its end.</exception>
    internal async ValueTask FillAsync(CancellationToken cancellation)
    {
        var rest = _end - _start;
        if (rest > _bytes.Length / 2)
            Array.Resize(ref _bytes, checked(_bytes.Length * 2));

        _bytes.AsSpan(_start, rest).CopyTo(_bytes);
        (_start, _end) = (0, rest);
        while (_end < _bytes.Length)
        {
            var read = await copy.ReadAsync(_bytes.AsMemory(_end), cancellation);
            if (read == 0)
                break;

            _end += read;
        }

        if (_end == rest)
            throw new SourceException("the server ended its answer in the middle of a row");
    }

    private bool TryBegin(ref Span<byte> rest)
    {
        if (rest.Length < Header)
            return false;

        var extension = BinaryPrimitives.ReadInt32BigEndian(rest[(Header - 4)..]);
        if (!rest.StartsWith("PGCOPY\n"u8))
            throw new SourceException("the server's answer is no binary COPY");

        if (rest.Length < Header + extension)
            return false;

        _isBegun = true;
        _start += Header + extension;
        rest = rest[(Header + extension)..];
        return true;
    }
}
