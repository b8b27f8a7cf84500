using System.Buffers;
using System.Text;
using Dataflux.Dialects.DynamoDb.Ground;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>Texts that are texts: half of a surrogate pair would become another character on its way.</summary>
internal static class WellFormed
{
    /// <summary>Refuses a text that is none.</summary>
    internal static string Check(string text)
    {
        for (var rest = text.AsSpan(); rest.IndexOfAnyInRange('\ud800', '\udfff') is var at and >= 0;)
        {
            rest = rest[at..];
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                throw new UnfitValueException("a text has half of a surrogate pair, which is no character");

            rest = rest[length..];
        }

        return text;
    }
}
