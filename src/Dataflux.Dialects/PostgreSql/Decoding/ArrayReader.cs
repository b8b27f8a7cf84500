using System.Buffers.Binary;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>
/// Arrays as L, in each dimension: the count of dimensions, whether there are nulls, the type, size and lower bound of each dimension, then
/// the elements (<c>array_send</c>). Lower bounds are not kept.
/// </summary>
/// <param name="element">Writes an element that is not null.</param>
internal sealed class ArrayReader(ValueReader element)
{
    private const int Header = 12;
    private const int Dimension = 8;

    internal void Read(ReadOnlySpan<byte> value, LineWriter line)
    {
        var dimensions = BinaryPrimitives.ReadInt32BigEndian(value);
        if (dimensions == 0)
        {
            line.Add("{\"L\":[]}"u8);
            return;
        }

        var elements = value[(Header + (dimensions * Dimension))..];
        AddList(value.Slice(Header, dimensions * Dimension), ref elements, line);
    }

    private void AddList(ReadOnlySpan<byte> dimensions, ref ReadOnlySpan<byte> elements, LineWriter line)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(dimensions);
        line.Add("{\"L\":["u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                line.Add((byte)',');

            if (dimensions.Length > Dimension)
                AddList(dimensions[Dimension..], ref elements, line);
            else
                AddElement(ref elements, line);
        }

        line.Add("]}"u8);
    }

    private void AddElement(ref ReadOnlySpan<byte> elements, LineWriter line)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(elements);
        elements = elements[4..];
        if (length < 0)
        {
            line.Add(TypedValue.Null);
            return;
        }

        element(elements[..length], line);
        elements = elements[length..];
    }
}
