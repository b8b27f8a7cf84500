using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Engine.Ground;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.IntegrationTests.Embedded;

/// <summary>Every error here is raised by a real server or a real socket.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgreSqlFailuresTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    private const System.Reflection.BindingFlags Hidden =
        System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "08000 08003 08006 08001 40001 40P01 40003 53000 53200 53300 53400 55P03 55006 57014 57P01 57P02 57P03 57P05 25006 25P03 "
            + "25P04 72000",
        FailureKind.Transient)]
    [InlineData(
        "21000 22001 22003 22007 22008 22012 22021 22P02 22P05 23502 23503 23505 23514 23P01 40002 44000 54000 54001 P0001 P0002 38000",
        FailureKind.Row)]
    [InlineData(
        "3F000 42P01 42703 42501 42601 42602 42804 42883 42P10 0A000 2F003 55000 HV000 XX000 45000 PT422 99930 ZZZZZ",
        FailureKind.Suspected)]
    [InlineData("53100 28000 28P01 3D000 58000 58030 57P04 25P02 26000 42P05 54011 XX001 XX002 F0000", FailureKind.Systemic)]
    public async Task Server_errors_are_judged_by_their_sqlstate(string states, FailureKind expected)
    {
        foreach (var state in states.Split(' '))
        {
            var failure = PostgreSqlFailures.Classify(
                await Thrown($"do $$ begin raise exception 'told' using errcode = '{state}'; end $$"));

            Assert.Equal((state, expected), (failure.Code, failure.Kind));
            Assert.StartsWith($"told (SQLSTATE {state})", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_lost_connection_has_taken_from_under_a_call_is_an_outage_and_what_a_profile_has_disposed_is_its_own_failure()
    {
        // What Npgsql waits for is gone: what a broken connection does to it while another call is under way.
        await using var connection = new NpgsqlConnection(server.Settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
        var connector = typeof(NpgsqlConnection).GetProperty("Connector", Hidden)!.GetValue(connection)!;
        ((ManualResetEventSlim)connector.GetType().GetField("ReadingPrependedMessagesMRE", Hidden)!.GetValue(connector)!).Dispose();
        _ = await connection.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand("select 1", connection);
        var ofNpgsql = await Assert.ThrowsAsync<ObjectDisposedException>(() => command.ExecuteScalarAsync(Cancellation));
        Assert.Equal(FailureKind.Transient, PostgreSqlFailures.Classify(ofNpgsql).Kind);

        var waited = new ManualResetEventSlim();
        waited.Dispose();
        var ofProfile = Assert.Throws<ObjectDisposedException>(() => waited.Wait(Cancellation));
        Assert.Equal(FailureKind.Row, PostgreSqlFailures.Classify(ofProfile).Kind);
    }

    [Theory]
    [InlineData("insert into person values (2, 'hidden@example.com', 1)", "23505", "person", "email", "person_email_key")]
    [InlineData("insert into person values (2, null, 1)", "23502", "person", "email", null)]
    [InlineData("insert into person values (2, 'hidden@example.net', -5)", "23514", "person", null, "person_age_check")]
    [InlineData("insert into pet values (1, 424242)", "23503", "pet", "owner", "pet_owner_fkey")]
    [InlineData("insert into pet values (666, 1)", "P0001", null, null, null)]
    [InlineData("insert into person values (2, 'a', 'hidden@'::text::int)", "22P02", null, null, null)]
    [InlineData("select '424242424242'::int", "22003", null, null, null)]
    public async Task Row_failures_name_their_place_and_keep_the_values_to_themselves(
        string sql, string state, string? table, string? column, string? constraint)
    {
        var failure = PostgreSqlFailures.Classify(await Thrown(sql));

        Assert.Equal(
            (FailureKind.Row, state, table, column, constraint),
            (failure.Kind, failure.Code, failure.Table, failure.Column, failure.Constraint));
        Assert.All(
            new[] { table, column, constraint }.OfType<string>(), name => Assert.Contains(name, failure.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", failure.Message, StringComparison.Ordinal);
        if (state == "23503")
            Assert.Contains("no row of \"person\" has '424242' (SQLSTATE 23503", failure.Message, StringComparison.Ordinal);
        else
            Assert.DoesNotContain("424242", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_names_the_column_that_a_value_does_not_fit()
    {
        await using var connection = await server.Source.OpenConnectionAsync(Cancellation);
        var e = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                "copy person (id, email, note) from stdin (format binary)", Cancellation);
            await copy.StartRowAsync(Cancellation);
            await copy.WriteAsync(9, NpgsqlDbType.Integer, Cancellation);
            await copy.WriteAsync("e", NpgsqlDbType.Text, Cancellation);
            await copy.WriteAsync("a\0b", NpgsqlDbType.Text, Cancellation);
            await copy.CompleteAsync(Cancellation);
        });

        var failure = PostgreSqlFailures.Classify(e);

        Assert.Equal((FailureKind.Row, "22021", "note"), (failure.Kind, failure.Code, failure.Column));
    }

    [Theory]
    [InlineData("insert into nowhere values (1)", "42P01", "Create the table")]
    [InlineData("insert into person (nothing) values (1)", "42703", "Add the column")]
    [InlineData("insert into pet values (1, 1) on conflict (owner) do nothing", "42P10", "unique index")]
    [InlineData("set role stranger; select * from person", "42501", "Grant the right")]
    public async Task Failures_that_a_person_must_do_something_about_say_what(string sql, string state, string advice)
    {
        var failure = PostgreSqlFailures.Classify(await Thrown(sql));

        Assert.Equal((FailureKind.Suspected, state), (failure.Kind, failure.Code));
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set statement_timeout = 10; select pg_sleep(30)", "57014")]
    [InlineData("set transaction read only; insert into person values (5, 'r')", "25006")]
    [InlineData("select pg_terminate_backend(pg_backend_pid())", "57P01")]
    public async Task Outages_in_a_session_are_transient(string sql, string state)
    {
        var failure = PostgreSqlFailures.Classify(await Thrown(sql));

        Assert.Equal((FailureKind.Transient, state), (failure.Kind, failure.Code));
    }

    [Theory]
    [InlineData("set statement_timeout = 10; select pg_sleep(30)", true)]
    [InlineData("select pg_cancel_backend(pg_backend_pid())", true)]
    [InlineData("select pg_terminate_backend(pg_backend_pid())", false)]
    [InlineData("do $$ begin raise exception 'told' using errcode = '53400'; end $$", true)]
    [InlineData("do $$ begin raise exception 'told' using errcode = '25P04'; end $$", true)]
    [InlineData("do $$ begin raise exception 'told' using errcode = '53300'; end $$", false)]
    public async Task Limits_that_fewer_records_may_keep_say_so_and_name_batchSize(string sql, bool tooMuch)
    {
        var failure = PostgreSqlFailures.Classify(await Thrown(sql));

        Assert.Equal((FailureKind.Transient, tooMuch), (failure.Kind, failure.IsTooMuch));
        Assert.Equal(tooMuch, failure.Message.Contains("batchSize", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_that_was_ended_in_idle_is_transient_also_when_it_is_used_once_more()
    {
        await using var connection = new NpgsqlConnection(server.Settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using (var end = server.Source.CreateCommand($"select pg_terminate_backend({connection.ProcessID}, 5000)"))
            Assert.True((bool)(await end.ExecuteScalarAsync(Cancellation))!);
        await using var command = new NpgsqlCommand("select 1", connection);

        for (var i = 0; i < 2; i++)
        {
            var e = await Assert.ThrowsAnyAsync<Exception>(() => command.ExecuteScalarAsync(Cancellation));
            Assert.Equal(FailureKind.Transient, PostgreSqlFailures.Classify(e).Kind);
        }
    }

    [Fact]
    public async Task Deadlock_is_transient()
    {
        await using var one = await server.Source.OpenConnectionAsync(Cancellation);
        await using var two = await server.Source.OpenConnectionAsync(Cancellation);
        await Run(one, "begin; select pg_advisory_xact_lock(1)");
        await Run(two, "begin; select pg_advisory_xact_lock(2)");
        var waits = Run(one, "select pg_advisory_xact_lock(2)");
        var e = await Assert.ThrowsAsync<PostgresException>(() => Task.WhenAll(waits, Run(two, "select pg_advisory_xact_lock(1)")));

        Assert.Equal("40P01", e.SqlState);
        Assert.Equal(FailureKind.Transient, PostgreSqlFailures.Classify(e).Kind);
    }

    [Fact]
    public async Task Wrong_password_and_unknown_database_are_systemic_without_a_secret()
    {
        var password = PostgreSqlFailures.Classify(await NotOpened(settings => settings.Password = "s3cr3t"));
        var none = PostgreSqlFailures.Classify(await NotOpened(settings => settings.Password = null));
        var database = PostgreSqlFailures.Classify(await NotOpened(settings => settings.Database = "nowhere"));

        Assert.Equal((FailureKind.Systemic, "28P01"), (password.Kind, password.Code));
        Assert.Contains("target.password", password.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", password.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Systemic, none.Kind);
        Assert.Contains("target.password", none.Message, StringComparison.Ordinal);
        Assert.Equal((FailureKind.Systemic, "3D000"), (database.Kind, database.Code));
    }

    [Fact]
    public async Task Encryption_that_the_server_does_not_offer_is_systemic()
    {
        var failure = PostgreSqlFailures.Classify(await NotOpened(settings => settings.SslMode = SslMode.VerifyFull));

        Assert.Equal(FailureKind.Systemic, failure.Kind);
        Assert.Contains("target.ssl", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_connections_are_transient()
    {
        await using (var limit = server.Source.CreateCommand("create role lonely login connection limit 0 password 'p'"))
            await limit.ExecuteNonQueryAsync(Cancellation);

        var failure = PostgreSqlFailures.Classify(await NotOpened(settings => (settings.Username, settings.Password) = ("lonely", "p")));

        Assert.Equal((FailureKind.Transient, "53300"), (failure.Kind, failure.Code));
    }

    [Fact]
    public async Task Refused_and_silent_and_broken_connections_are_transient()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var silent = await NotOpened(settings => (settings.Port, settings.Timeout) = (port, 1));
        var breaking = NotOpened(settings => settings.Port = port);
        (await listener.AcceptSocketAsync(Cancellation)).Dispose(); // of the silent one
        (await listener.AcceptSocketAsync(Cancellation)).Dispose();
        var broken = await breaking;
        listener.Stop();
        var refused = await NotOpened(settings => settings.Port = port);
        var several = await NotOpened(settings => settings.Host = $"127.0.0.1:{port},127.0.0.1:{port}");
        var noSocket = await NotOpened(settings => settings.Host = "/nowhere");

        Assert.All(
            [silent, broken, refused, several, noSocket], e => Assert.Equal(FailureKind.Transient, PostgreSqlFailures.Classify(e).Kind));
    }

    [Fact]
    public void Unknown_host_is_systemic_and_a_silent_name_server_is_transient()
    {
        var unknown = PostgreSqlFailures.Classify(new NpgsqlException("failed", new SocketException((int)SocketError.HostNotFound)));

        Assert.Equal(FailureKind.Systemic, unknown.Kind);
        Assert.Contains("target.host", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Transient, PostgreSqlFailures.Classify(new SocketException((int)SocketError.TryAgain)).Kind);
    }

    [Fact]
    public async Task Profile_exceptions_are_row_failures_unless_they_wrap_something_graver()
    {
        var outage = await Thrown("do $$ begin raise exception 'x' using errcode = '57P01'; end $$");
        var bad = await Thrown("do $$ begin raise exception 'x' using errcode = '23505'; end $$");

        Assert.Equal(FailureKind.Row, PostgreSqlFailures.Classify(new FormatException("bad date")).Kind);
        Assert.Equal(FailureKind.Row, PostgreSqlFailures.Classify(new InvalidOperationException("Sequence contains no elements")).Kind);
        Assert.Equal("23505", PostgreSqlFailures.Classify(new InvalidOperationException("wrapped", bad)).Code);
        Assert.Equal(FailureKind.Transient, PostgreSqlFailures.Classify(new InvalidOperationException("wrapped", outage)).Kind);
        Assert.Equal(FailureKind.Transient, PostgreSqlFailures.Classify(new AggregateException(bad, outage, new FormatException())).Kind);
        Assert.Equal(FailureKind.Systemic, PostgreSqlFailures.Classify(new AggregateException(outage, new TargetException("gone"))).Kind);
        var value = PostgreSqlFailures.Classify(new RowValueException("person", "age", "22003", "age: 99 does not fit"));
        Assert.Equal((FailureKind.Row, "22003", "age"), (value.Kind, value.Code, value.Column));
    }

    private async Task<Exception> Thrown(string sql)
    {
        await using var connection = new NpgsqlConnection(server.Settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
        return await Assert.ThrowsAnyAsync<Exception>(() => Run(connection, sql));
    }

    private async Task<Exception> NotOpened(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = server.Settings;
        change(settings);
        await using var source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        return await Assert.ThrowsAnyAsync<Exception>(async () => await source.OpenConnectionAsync(Cancellation));
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
