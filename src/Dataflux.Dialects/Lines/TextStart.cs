using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Lines;

/// <summary>What a text may begin with before it begins.</summary>
internal static class TextStart
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>How many bytes are the mark of UTF-8, which is not of the text.</summary>
    /// <exception cref="SourceException">The text is UTF-16.</exception>
    internal static int LengthOfMark(ReadOnlySpan<byte> text, string location)
    {
        if (text.Length > 1)
            RefuseUtf16(text[0], text[1], location);

        return text.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
    }

    /// <summary>Refuses text as PowerShell's <c>&gt;</c> writes it, with or without a mark.</summary>
    /// <param name="first">The first byte; -1: there is none.</param>
    /// <param name="second">The second byte.</param>
    /// <param name="location">The file, for messages.</param>
    internal static void RefuseUtf16(int first, int second, string location)
    {
        if ((first, second) is (0xFF, 0xFE) or (0xFE, 0xFF) || (second == 0 && first > 0) || (first == 0 && second > 0))
        {
            throw new SourceException($"{location}: is UTF-16 text, as PowerShell's > writes it; expected UTF-8: convert it with 'iconv "
                + "-f UTF-16 -t UTF-8', or write it with '| Out-File -Encoding utf8'");
        }
    }
}
