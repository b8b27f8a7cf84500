using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Dataflux.Dialects.Sql;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Ground;

/// <summary>Says what kind of failure an exception of a PostgreSQL target is.</summary>
/// <remarks>
/// An exception with a SQLSTATE is judged by it (<see cref="PostgreSqlFailuresBySqlState"/>), one of Npgsql's by its cause: sockets,
/// streams and time limits are transient; certificates, unknown hosts and wrong use are systemic. Everything else came out of
/// the profile's own code while it worked on a record, and is that record's failure. Of several inner exceptions the one that
/// must not be overlooked counts: systemic before transient before suspected before row, so that an outage never becomes rejects.
/// </remarks>
public static partial class PostgreSqlFailures
{
    // Where MATCH FULL refuses a key of which only a part is null: no row that may come is what such a record lacks.
    private const string MixedNulls = "RI_FKey_check";

    // The server's own function for a name before a dot that no table of the statement has; its SQLSTATE is that of a missing table.
    private const string NameInExpression = "errorMissingRTE";

    /// <summary>Classifies an exception, looking through the ones it wraps.</summary>
    /// <param name="exception">
    /// What was thrown. A caller that cancelled by its own token asks the token first: here a cancellation is a transient failure.
    /// </param>
    /// <returns>The failure; its message has no secret, and no values of the record but the key of a row that is missing.</returns>
    public static Failure Classify(Exception exception)
    {
        switch (exception)
        {
            case DatafluxException:
                return Failure.Systemic(exception.Message);
            case PostgresException postgres:
                return OfServer(postgres);
            case RefusedRecordsException refused:
                return refused.Failure;
            case RowValueException value:
                return new Failure(FailureKind.Row, value.Message)
                {
                    Code = value.Code,
                    Detail = PostgreSqlFailuresBySqlState.DetailOf(value.Code),
                    Table = value.Table,
                    Column = value.Column,
                };
            case AggregateException { InnerExceptions.Count: > 0 } several:
                return Failure.Worst(several.InnerExceptions.Select(Classify));
            case NpgsqlOperationInProgressException:
                return Failure.Systemic($"{exception.Message} In upsert, await each call before the next one: a batch has one connection.");
            case AuthenticationException { InnerException: IOException or SocketException }:
                return Failure.Transient($"{exception.Message} {exception.InnerException!.Message}");
            case AuthenticationException:
                return Failure.Systemic($"The TLS connection was refused: {exception.Message} {PostgreSqlFailuresAdvice.Tls}");
            case SocketException socket:
                return OfSocket(socket);
            case FileNotFoundException or DirectoryNotFoundException when exception.Source != "Npgsql":
                return Failure.OfProfile(exception);
            case IOException or TimeoutException or OperationCanceledException:
                return exception.InnerException is { } cause && Inner(cause) is { } known ? known : Failure.Transient(exception.Message);
            case NpgsqlException:
                return OfNpgsql(exception);
            case OutOfMemoryException or TypeLoadException or MissingMemberException or BadImageFormatException:
                return Failure.Systemic($"{exception.GetType().Name}: {exception.Message}");

            // The connection broke or was closed under a session, and the next call found it so.
            case InvalidOperationException when exception.Source == "Npgsql":
                return Failure.Transient(exception.Message);
            case ObjectDisposedException or NullReferenceException when IsOfNpgsqlItself(exception):
                return Failure.Transient($"The connection was lost in the middle of a call: {exception.Message}");
            default:
                return exception.InnerException is { } inner && Inner(inner) is { } reason ? reason : Failure.OfProfile(exception);
        }
    }

    // When a connection breaks, Npgsql may dispose what one of its calls is waiting for. A script has no way to do that.
    private static bool IsOfNpgsqlItself(Exception e) =>
        new StackTrace(e).GetFrames()
            .Select(frame => frame.GetMethod()?.DeclaringType?.Assembly)
            .FirstOrDefault(assembly => assembly != typeof(object).Assembly) == typeof(NpgsqlConnection).Assembly;

    private static Failure OfServer(PostgresException e)
    {
        var refusal = PostgreSqlFailuresOfPoolers.Refusal(e);
        var kind = refusal is null ? PostgreSqlFailuresBySqlState.KindOf(e.SqlState) : FailureKind.Systemic;
        var column = e.ColumnName ?? Named(ColumnOfCopy(), e.Where) ?? Named(ColumnsOfKey(), e.Detail);
        var table = e.TableName is null ? null : Identifier.Shown(e.SchemaName, e.TableName);
        var places = new[]
        {
            $"SQLSTATE {e.SqlState}",
            table is null ? null : $"table {table}",
            column is null ? null : $"column {column}",
            e.ConstraintName is null ? null : $"constraint {e.ConstraintName}",
        };
        var text = e.SqlState.StartsWith("22", StringComparison.Ordinal) ? Value().Replace(e.MessageText, "${before}…") : e.MessageText;
        if (e.SqlState == PostgresErrorCodes.ForeignKeyViolation && MissingKey().Match(e.Detail ?? "") is { Success: true } missing)
            text += $"; no row of \"{missing.Groups["table"].Value}\" has '{missing.Groups["value"].Value}'";
        var advice = refusal
            ?? (e.Routine == NameInExpression ? PostgreSqlFailuresAdvice.Expression : PostgreSqlFailuresAdvice.For(e.SqlState));
        return new Failure(kind, $"{text} ({string.Join(", ", places.Where(place => place is not null))})."
            + (advice is null ? null : " " + advice))
        {
            Code = e.SqlState,
            Detail = PostgreSqlFailuresBySqlState.DetailOf(e.SqlState),
            LacksParent = (e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation)
                && e.Routine != MixedNulls,
            IsTooMuch = kind == FailureKind.Transient && PostgreSqlFailuresBySqlState.IsTooMuch(e.SqlState),
            Column = column,
            Constraint = e.ConstraintName,
            Table = table,
        };
    }

    private static Failure OfSocket(SocketException e) => e.SocketErrorCode switch
    {
        // The name server answered, and the answer is no. One that does not answer (TryAgain) may do so later.
        SocketError.HostNotFound or SocketError.NoData =>
            Failure.Systemic($"The host of the database is unknown ({e.Message}). Correct target.host or target.connection."),
        SocketError.AccessDenied =>
            Failure.Systemic(
                $"The socket of the database may not be opened ({e.Message}). Check the permissions of the socket and the firewall of "
                + "this machine."),
        SocketError.AddressFamilyNotSupported or SocketError.ProtocolNotSupported =>
            Failure.Systemic($"This machine cannot speak to the address of the database ({e.Message}). Correct target.host."),
        _ => Failure.Transient(e.Message),
    };

    private static Failure OfNpgsql(Exception e)
    {
        if (e.InnerException is { } cause)
            return Inner(cause) ?? Failure.Systemic($"{e.Message} {cause.Message}");
        if (e.Message.Contains("SSL", StringComparison.Ordinal))
            return Failure.Systemic($"{e.Message} {PostgreSqlFailuresAdvice.Tls}");
        if (e.Message.Contains("password", StringComparison.OrdinalIgnoreCase))
            return Failure.Systemic($"{e.Message} {PostgreSqlFailuresAdvice.Login}");

        // Of several hosts, all were found to be away a moment ago.
        return e.Message.StartsWith("No suitable host", StringComparison.Ordinal)
            ? Failure.Transient(e.Message)
            : Failure.Systemic(e.Message);
    }

    // The failure of a wrapped exception, when it says more than "some exception of the profile".
    private static Failure? Inner(Exception inner) =>
        Classify(inner) is { } failure && (failure.Kind != FailureKind.Row || failure.Code is not null) ? failure : null;

    private static string? Named(Regex pattern, string? text) =>
        text is not null && pattern.Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    // CONTEXT of a COPY: "COPY picture, line 3, column width".
    [GeneratedRegex(@"^COPY .+?, line \d+, column (?<name>[^:\n]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex ColumnOfCopy();

    // DETAIL of a unique, exclusion or foreign key: "Key (a, b)=(1, 2) already exists." Only the names are taken.
    [GeneratedRegex(@"^Key \((?<name>.+?)\)=\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ColumnsOfKey();

    // DETAIL of a foreign key: 'Key (owner)=(42) is not present in table "person".' The value is what a person must look for.
    [GeneratedRegex(
        """^Key \(.+?\)=\((?<value>.*)\) is not present in table "(?<table>.+)"\.$""",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000)]
    private static partial Regex MissingKey();

    // The messages of class 22 quote the value: 'invalid input syntax for type integer: "x"', 'value "9" is out of range'.
    [GeneratedRegex("(?<before>\\bvalue |: )\".*\"", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Value();
}
