using System.Globalization;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>
/// A place in the stream: behind a transaction, and behind some changes of the one that follows. The server decodes a transaction in the
/// same way each time, so that these can be passed over.
/// </summary>
/// <param name="Lsn">Where the last transaction ended that is done as a whole.</param>
/// <param name="Taken">How many changes of the next one are done.</param>
/// <param name="Item">How many items of the part are up to here.</param>
/// <param name="Version">When the last of them was committed, as items say it; it never goes back.</param>
internal readonly record struct StreamPosition(NpgsqlLogSequenceNumber Lsn, long Taken, long Item, long Version)
{
    internal static StreamPosition Parse(string text)
    {
        var values = text.Split(' ');
        return new(NpgsqlLogSequenceNumber.Parse(values[0]), Number(1), Number(2), Number(3));

        long Number(int index) => long.Parse(values[index], CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lsn} {Taken} {Item} {Version}");
}
