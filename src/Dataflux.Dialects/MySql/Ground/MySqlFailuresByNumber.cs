using Dataflux.Engine.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Ground;

/// <summary>The kind of failure of each error number (MySQL: Server Error Message Reference; MariaDB: Error Codes).</summary>
internal static class MySqlFailuresByNumber
{
    /// <summary>What to do about a certificate.</summary>
    internal const string Tls =
        "Give the authority's certificate as target.rootCertificate, or choose another target.ssl (see docs/mysql.md).";

    /// <summary>The kind; what is unknown may be a number that a trigger made up.</summary>
    internal static FailureKind KindOf(MySqlErrorCode code) => (int)code switch
    {
        // Away or busy: too many connections, out of memory, cannot connect, no thread, shutting down, lost, lock wait, deadlock,
        // interrupted, packets cut, read-only after a fail-over, killed, statement time limit, table definition changed.
        1037 or 1040 or 1041 or 1042 or 1053 or 1077 or 1079 or 1080 or 1135 or 1152 or 1154 or 1156 or 1157 or 1158 or 1159 or 1160
            or 1161 or 1184 or 1203 or 1205 or 1206 or 1213 or 1226 or 1290 or 1317 or 1412 or 1613 or 1614 or 1615 or 1836 or 1927
            or 1969 or 2002 or 2003 or 2006 or 2013 or 2055 or 3024 or 3058 or 3100 or 3101 or 3168 or 3572 or 4031
            => FailureKind.Transient,

        // The record's values do not fit, or a rule of the database refuses them.
        1048 or 1062 or 1118 or 1138 or 1169 or 1171 or 1216 or 1217 or 1263 or 1264 or 1265 or 1292 or 1300 or 1301 or 1364 or 1365
            or 1366 or 1367 or 1369 or 1406 or 1411 or 1416 or 1425 or 1426 or 1438 or 1441 or 1451 or 1452 or 1525 or 1526 or 1557
            or 1586 or 1644 or 1690 or 1713 or 1748 or 1761 or 1762 or 1859 or 3140 or 3141 or 3144 or 3156 or 3157 or 3819
            or 4025 or 4038 or 4078 => FailureKind.Row,

        // Larger than one packet may be: one record alone is at fault then.
        1153 => FailureKind.Row,

        // A full disk, and files that are damaged.
        1021 or 1034 or 1114 or 1194 or 1195 => FailureKind.Systemic,

        // Login, rights, wrong SQL, what is not there.
        1044 or 1045 or 1046 or 1049 or 1050 or 1051 or 1054 or 1064 or 1109 or 1137 or 1141 or 1142 or 1143 or 1146 or 1147 or 1227
            or 1251 or 1305 or 1370 or 1410 or 1419 or 1449 or 1665 or 1698 or 1820 or 3159 => FailureKind.Systemic,
        <= 0 => FailureKind.Transient, // MySqlConnector's own, of its protocol
        _ => FailureKind.Suspected,
    };

    /// <summary>The kind of a warning about what was sent: the values do not fit, unless it is about something else.</summary>
    internal static FailureKind KindOfWarning(MySqlErrorCode code) =>
        KindOf(code) is FailureKind.Transient ? FailureKind.Transient : FailureKind.Row;

    /// <summary>Whether a row that the record refers to is not there, or others refer to the one that goes.</summary>
    internal static bool IsMissingParent(MySqlErrorCode code) => (int)code is 1216 or 1217 or 1451 or 1452;

    /// <summary>Whether fewer records in a transaction may do.</summary>
    internal static bool IsTooMuch(MySqlErrorCode code) => (int)code is 1037 or 1041 or 1205 or 1206 or 3024 or 1969;

    /// <summary>Whether the server takes no writes: a fail-over made it a replica, or somebody set it read-only.</summary>
    internal static bool IsReadOnly(string? code) => code is "1290" or "1836";

    /// <summary>What to do about it; <see langword="null"/>: the message says it.</summary>
    internal static string? AdviceFor(MySqlErrorCode code) => (int)code switch
    {
        1044 or 1142 or 1143 => "Grant the right that is named, or log in as another user.",
        1045 or 1698 => "Correct user and password of the target.",
        1049 or 1046 => "Correct target.database, or create it.",
        1062 => "A unique index has that value in another row already, which is left as it is. Where two texts differ only in case, "
            + "accents or blanks at their end, the column's collation takes them for one: see docs/mysql.md.",
        1114 or 1021 => "Make room on the server, then run the same command again.",
        1153 or 1301 => "The record, or the row that it replaces, is larger than the server's max_allowed_packet: raise that, or "
            + "leave such items out in the profile.",
        1290 or 1836 => "The server takes no writes: a fail-over may be under way.",
        1305 => "SQL of the profile, or a routine that it calls, has ended the transaction.",
        1366 => "A column with CHARACTER SET utf8mb3 or latin1 has not every character: make it utf8mb4.",
        1665 => "Set binlog_format to ROW or MIXED: READ COMMITTED needs it.",
        4025 or 3819 => "A check constraint of the table refuses the row.",
        _ => null,
    };
}
