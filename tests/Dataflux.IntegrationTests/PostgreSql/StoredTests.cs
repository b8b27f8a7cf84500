using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>One value into one column: what the server then shows for it.</summary>
public abstract class StoredTests(PostgreSqlFixture server) : TargetTests(server)
{
    [Table("t")]
    private protected sealed record One<T>([property: Key] int Id, T V);

    /// <summary>Writes a value as a new row, then as one that is there; gives the server's text of it.</summary>
    private protected async Task<string> StoredAsync<T>(string type, T value)
    {
        await using var session = await SessionAsync<One<T>>($"create table t (id int primary key, v {type})");
        var counts = await WriteAsync(session, new One<T>(1, value));
        Assert.Equal(new(1, 0, 0), counts);

        await IsTheSameAgainAsync(session, [new One<T>(1, value)]);
        var stored = Assert.Single(await RowsAsync("select coalesce(v::text, '<null>') from t"));
        await SqlAsync("drop table t");
        return stored;
    }

    /// <summary>What was stored is what a second pass brings: the comparison sees no difference.</summary>
    private protected async Task IsTheSameAgainAsync<TRecord>(ITargetSession session, TRecord[] batch)
        where TRecord : notnull
    {
        Assert.Equal(new(0, 0, batch.Length), await WriteAsync(session, batch));

        // A session that meets the row there compares it before anything is merged, and finds it the same.
        await using var again = OtherTarget();
        await again.PrepareAsync([typeof(TRecord)], Stop);
        await using var compares = await again.OpenSessionAsync(Stop);
        await compares.WriteAsync(target => CountAsync(target, stagingTables: 0), Stop);
        Assert.Equal(new(0, 0, batch.Length), await WriteAsync(compares, batch));
        await compares.WriteAsync(target => CountAsync(target, stagingTables: 1), Stop);
    }

    /// <summary>Writes a value that the server does not take, beside one that it does; gives its code.</summary>
    private protected async Task<string> RefusedByServerAsync<T>(string type, T value)
    {
        await using var session = await SessionAsync<One<T>>($"create table t (id int primary key, v {type})");
        var thrown = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => WriteAsync(session, new One<T>(1, value)));
        Assert.Equal(Engine.Ground.FailureKind.Row, Target.Classify(thrown).Kind);
        await SqlAsync("drop table t");
        return thrown.SqlState;
    }

    private static async Task CountAsync(ITarget target, int stagingTables)
    {
        var there = await ((ISqlTarget)target).Query<long>(
            "select count(*) from pg_class where relnamespace = pg_my_temp_schema() and relkind = 'r'");
        Assert.Equal(stagingTables, there[0]);
    }
}
