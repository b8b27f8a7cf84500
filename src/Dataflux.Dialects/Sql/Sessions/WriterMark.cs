using System.Data.Common;
using System.Globalization;
using Dataflux.Dialects.Sql.Scripts;

namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>
/// A migration's row in the table of writers: its epoch, and by whom it was raised. It stays when the lock is lost, so that
/// whoever had the lock once learns that another process had it since.
/// </summary>
/// <param name="migration">The migration's name.</param>
/// <param name="sql">The statements.</param>
internal sealed class WriterMark(string migration, WriterMarkSql sql)
{
    private bool _isRaised;

    /// <summary>This process, as the row names it.</summary>
    internal string Owner { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessId} {Guid.NewGuid():N}");

    /// <summary>Who had raised the epoch before this process did; <see langword="null"/>: nobody.</summary>
    internal string? Before { get; private set; }

    /// <summary>
    /// Raises the epoch when the lock was taken for the first time, and looks whether it is still this process's otherwise.
    /// </summary>
    /// <param name="connection">The one with the lock.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Whether no other process has raised it since this one did.</returns>
    internal async Task<bool> TakeAsync(DbConnection connection, CancellationToken cancellation)
    {
        if (!await connection.AskAsync<bool>(sql.IsThere, cancellation))
            await connection.RunAsync(sql.Make, cancellation);
        var owner = await connection.AskAsync<string?>(sql.Owner, cancellation, migration);
        if (owner == Owner)
            return _isRaised = true;

        // A target that has the row of before has forgotten that it was raised (a fail-over, say), and nobody else has raised it.
        if (_isRaised && owner != Before)
            return false;
        Before = owner;
        await connection.RunAsync(sql.Raise, cancellation, migration, Owner);
        return _isRaised = true;
    }
}
