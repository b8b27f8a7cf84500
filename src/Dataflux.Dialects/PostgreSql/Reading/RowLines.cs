using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>Rows as lines of DynamoDB JSON, on their way to become a block.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="FirstRow">The number of the first row in its part.</param>
/// <param name="Refused">Why rows cannot be items, by their distance from the first.</param>
/// <param name="Position">Where reading goes on behind them; <see langword="null"/>: the part has no positions.</param>
internal sealed record RowLines(ReadOnlyMemory<byte> Lines, long FirstRow, IReadOnlyDictionary<int, string> Refused, string? Position)
{
    internal ItemBlock Parse()
    {
        var block = ItemBlock.ParseTranslated(Lines, FirstRow, Refused);
        return Position is null ? block : block.EndingAt(Position);
    }
}
