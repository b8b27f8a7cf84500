using Dataflux.Dialects.MySql.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>
/// The warnings of one connection's statements. LOAD DATA clips, rounds and leaves out what it cannot take, and INSERT rounds, with nothing
/// but a warning: here each is an error.
/// </summary>
internal sealed class ServerWarnings
{
    // What the server thinks of statements, not of values: unsafe for the binary log, deprecated, a table that was not there to drop, a
    // temporary table that a rollback keeps.
    private static readonly HashSet<int> s_harmless = [1051, 1287, 1592, 1681, 1751, 1752, 3719, 3778];
    private readonly List<MySqlError> _all = [];

    /// <param name="connection">The connection; lives as long.</param>
    internal ServerWarnings(MySqlConnection connection) =>
        connection.InfoMessage += (_, e) => _all.AddRange(e.Errors.Where(static error => !s_harmless.Contains((int)error.ErrorCode)));

    /// <summary>Forgets those that came so far.</summary>
    internal void Clear() => _all.Clear();

    /// <summary>Throws where the last statement had one.</summary>
    /// <exception cref="ServerWarningException">It had.</exception>
    internal void ThrowIfAny()
    {
        if (_all.Count == 0)
            return;
        var first = _all[0];
        _all.Clear();
        throw new ServerWarningException(first.ErrorCode, first.Message);
    }
}
