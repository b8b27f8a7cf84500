namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>Documents without line breaks, which are nothing but white space in JSON.</summary>
internal static class OneLine
{
    internal static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> document)
    {
        if (document.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0)
            return document;

        var line = document.ToArray();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is (byte)'\n' or (byte)'\r')
                line[i] = (byte)' ';
        }

        return line;
    }
}
