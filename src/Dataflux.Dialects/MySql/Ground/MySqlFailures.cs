using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Dataflux.Dialects.Sql;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Ground;

/// <summary>Says what kind of failure an exception of a MySQL target is.</summary>
/// <remarks>
/// What the server answers is judged by its number (<see cref="MySqlFailuresByNumber"/>). Of MySqlConnector's own exceptions the cause
/// decides. Everything else came out of the profile's own code while it worked on a record, and is that record's failure. Of several inner
/// exceptions the one that must not be overlooked counts, so that an outage never becomes rejects.
/// </remarks>
internal static partial class MySqlFailures
{
    private const string OfDriver = "MySqlConnector";

    /// <summary>Classifies an exception, looking through the ones it wraps.</summary>
    internal static Failure Classify(Exception exception)
    {
        switch (exception)
        {
            case DatafluxException:
                return Failure.Systemic(exception.Message);
            case ServerWarningException warning:
                return OfServer(MySqlFailuresByNumber.KindOfWarning(warning.Code), (int)warning.Code, null, warning.Message);
            case RefusedRecordsException refused:
                return refused.Failure;
            case RowValueException value:
                return new(FailureKind.Row, value.Message) { Code = value.Code, Table = value.Table, Column = value.Column };
            case AggregateException { InnerExceptions.Count: > 0 } several:
                return Failure.Worst(several.InnerExceptions.Select(Classify));
            case MySqlException mysql:
                return OfMySql(mysql);
            case AuthenticationException:
                return Failure.Systemic($"The TLS connection was refused: {exception.Message} {MySqlFailuresByNumber.Tls}");
            case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                return Failure.Systemic(
                    $"The host of the database is unknown ({exception.Message}). Correct target.host or target.connection.");
            case FileNotFoundException or DirectoryNotFoundException when exception.Source != OfDriver:
                return Failure.OfProfile(exception);
            case SocketException or IOException or TimeoutException or OperationCanceledException:
                return exception.InnerException is { } cause && Inner(cause) is { } known ? known : Failure.Transient(exception.Message);
            case OutOfMemoryException or TypeLoadException or MissingMemberException or BadImageFormatException:
                return Failure.Systemic($"{exception.GetType().Name}: {exception.Message}");

            // The connection broke or was closed under a session, and the next call found it so.
            case InvalidOperationException or ObjectDisposedException when exception.Source == OfDriver:
                return Failure.Transient(exception.Message);
            default:
                return exception.InnerException is { } inner && Inner(inner) is { } reason ? reason : Failure.OfProfile(exception);
        }
    }

    private static Failure OfMySql(MySqlException e)
    {
        // Not the server's answer: the connection, or what it was made over.
        if (e.SqlState is null && e.InnerException is { } cause && Inner(cause) is { } known)
            return known;
        var kind = MySqlFailuresByNumber.KindOf(e.ErrorCode);
        if (e.InnerException is EndOfStreamException or IOException or SocketException)
            kind = FailureKind.Transient;
        return OfServer(kind, e.Number, e.SqlState, e.Message);
    }

    private static Failure OfServer(FailureKind kind, int number, string? sqlState, string message)
    {
        var code = (MySqlErrorCode)number;
        var column = Column().Match(message) is { Success: true } found ? found.Groups["name"].Value : null;
        var key = Key().Match(message) is { Success: true } unique ? unique.Groups["name"].Value : null;
        var advice = MySqlFailuresByNumber.AdviceFor(code);
        var text = Value().Replace(message, "${before}…").TrimEnd('.');
        var isConnection = sqlState is null && kind == FailureKind.Transient;
        return new(kind, $"{text} (error {number}).{(advice is null ? null : " " + advice)}")
        {
            Code = isConnection ? null : number.ToString(CultureInfo.InvariantCulture),
            Detail = MySqlFailuresByNumber.IsMissingParent(code) ? FailureDetail.MissingParent : FailureDetail.None,
            LacksParent = MySqlFailuresByNumber.IsMissingParent(code),
            IsTooMuch = kind == FailureKind.Transient && MySqlFailuresByNumber.IsTooMuch(code),
            Column = column,
            Constraint = key,
        };
    }

    // The failure of a wrapped exception, when it says more than "some exception of the profile".
    private static Failure? Inner(Exception inner) =>
        Classify(inner) is { } failure && (failure.Kind != FailureKind.Row || failure.Code is not null) ? failure : null;

    // "Data too long for column 'label' at row 1"
    [GeneratedRegex(@"\b[Cc]olumn '(?<name>[^']+)'|for column `[^`]+`\.`[^`]+`\.`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Column();

    // "Duplicate entry 'x' for key 'PRIMARY'"; "CONSTRAINT `c` failed for `db`.`t`"; "(`db`.`t`, CONSTRAINT `c` FOREIGN KEY"
    [GeneratedRegex(@"for key '(?<name>[^']+)'|CONSTRAINT `(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    // The values of a record stay out of messages: "Duplicate entry 'x' for key", "Incorrect integer value: 'x' for column".
    [GeneratedRegex(
        "(?<before>Duplicate entry |value: |value ')'?.*?'(?= for (key|column|function)|$)",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000)]
    private static partial Regex Value();
}
