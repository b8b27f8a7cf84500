using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// One-dimensional arrays (PostgreSQL source, <c>array_recv</c>): dimensions, whether there are nulls, the element type,
/// then length and lower bound, then the elements as values of their own.
/// </summary>
internal static class ArrayWriters
{
    internal static void Array<T>(CopyBuffer buffer, T[] value, uint element, Action<CopyBuffer, T> write) =>
        Elements(buffer, value, element, write);

    internal static void List<T>(CopyBuffer buffer, List<T> value, uint element, Action<CopyBuffer, T> write) =>
        Elements(buffer, CollectionsMarshal.AsSpan(value), element, write);

    internal static void Immutable<T>(CopyBuffer buffer, ImmutableArray<T> value, uint element, Action<CopyBuffer, T> write)
    {
        if (value.IsDefault)
            buffer.WriteNull();
        else
            Elements(buffer, value.AsSpan(), element, write);
    }

    internal static void Collection<T>(CopyBuffer buffer, IReadOnlyCollection<T> value, uint element, Action<CopyBuffer, T> write)
    {
        switch (value)
        {
            case T[] array:
                Elements(buffer, array, element, write);
                break;
            case List<T> list:
                Elements(buffer, CollectionsMarshal.AsSpan(list), element, write);
                break;
            default:
                Elements(buffer, [.. value], element, write);
                break;
        }
    }

    private static void Elements<T>(CopyBuffer buffer, ReadOnlySpan<T> values, uint element, Action<CopyBuffer, T> write)
    {
        var start = buffer.BeginValue();
        buffer.WriteInt32(values.Length == 0 ? 0 : 1);
        var nulls = buffer.Length;
        buffer.WriteInt32(0);
        buffer.WriteInt32((int)element);
        if (values.Length > 0)
        {
            buffer.WriteInt32(values.Length);
            buffer.WriteInt32(1);
            foreach (var value in values)
            {
                if (value is null)
                {
                    buffer.WriteNull();
                    buffer.PatchInt32(nulls, 1);
                }
                else
                {
                    write(buffer, value);
                }
            }
        }

        buffer.EndValue(start);
    }
}
