using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// A temporary table that takes rows for the server to work on; every commit empties it. Lives and dies with its connection.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="name">The table's name.</param>
/// <param name="columns">What its rows consist of.</param>
/// <param name="hasPlaces">Whether they say where in the batch they come from: <see cref="Place"/>.</param>
internal sealed class StagingTable(NpgsqlConnection connection, string name, IReadOnlyList<BoundColumn> columns, bool hasPlaces = false)
{
    /// <summary>The column after those of the records: a number by which a statement finds the rows that it is for.</summary>
    internal const string Number = "dataflux number";

    /// <summary>The last column where rows may have to be named: the record's place in the batch.</summary>
    internal const string Place = "dataflux place";

    // The transaction that made the table, while it is open; the table is gone when that one is rolled back.
    private long _madeIn;
    private bool _isMade;

    // The transaction whose rows are in the table, and the number that the next of them may have.
    private long _filledIn;
    private int _next;

    /// <summary>The table for SQL.</summary>
    internal string Sql { get; } = SqlOf(name);

    /// <summary>Fills the table.</summary>
    internal string Copy { get; } = CopySql(name);

    /// <summary>Makes the table if it is not there, and gives numbers that no row in it has: from the returned one on.</summary>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<int> ReserveAsync(long transaction, int count, CancellationToken cancellation)
    {
        if (!_isMade)
        {
            await connection.RunAsync(CreateSql(name, columns, hasPlaces), cancellation);
            _isMade = true;
            _madeIn = transaction;
        }

        var first = _filledIn == transaction ? _next : 0;
        _filledIn = transaction;
        _next = checked(first + count);
        return first;
    }

    /// <summary>Sends rows by binary COPY, as one piece.</summary>
    /// <param name="encoder">Makes rows of them.</param>
    /// <param name="rows">What is sent.</param>
    /// <param name="numberAt">The number of the row at a place.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task SendAsync<T>(
        RowEncoder<T> encoder, IReadOnlyList<T> rows, Func<int, int> numberAt, CopyBuffer buffer, CancellationToken cancellation)
    {
        // Encoded before the copy begins: a value that does not fit leaves nothing half-copied.
        buffer.Length = 0;
        buffer.WriteHeader();
        for (var i = 0; i < rows.Count; i++)
            encoder.Write(buffer, rows[i], numberAt(i), hasPlaces ? i : null);
        buffer.WriteTrailer();
        await using var copy = await connection.BeginRawBinaryCopyAsync(Copy, cancellation);
        await copy.WriteAsync(buffer.Written, cancellation);
    }

    /// <summary>Tells that the transaction was rolled back.</summary>
    internal void Forget(long transaction)
    {
        if (_madeIn == transaction)
            _isMade = false;
    }

    /// <summary>A staging table for SQL.</summary>
    internal static string SqlOf(string name) => $"pg_temp.{Identifier.Quote(name)}";

    /// <summary>Fills a staging table.</summary>
    internal static string CopySql(string name) => $"copy {SqlOf(name)} from stdin (format binary)";

    /// <summary>Makes a staging table.</summary>
    internal static string CreateSql(string name, IReadOnlyList<BoundColumn> columns, bool hasPlaces = false)
    {
        var types = columns.Select(c => $"{Identifier.Quote(c.Name)} {c.Encoding.CastFrom ?? c.Catalog.Type.Sql}");
        return $"create temp table {Identifier.Quote(name)} ({string.Join(", ", types)}, {Identifier.Quote(Number)} "
            + $"integer{(hasPlaces ? $", {Identifier.Quote(Place)} integer" : "")}) on commit delete rows";
    }

    /// <summary>The columns as those of the table will hold them: cast from text, rounded to the column's precision.</summary>
    internal static string Staged(IEnumerable<BoundColumn> columns) => string.Join(", ", columns.Select(column =>
    {
        var quoted = Identifier.Quote(column.Name);
        var cast = column.Catalog.Rounded ?? (column.Encoding.IsCast ? column.Catalog.Type.Sql : null);
        return cast is null ? quoted : $"{quoted}::{cast} as {quoted}";
    }));
}
