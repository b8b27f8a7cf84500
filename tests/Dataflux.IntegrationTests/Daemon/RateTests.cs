using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.Daemon;

public sealed class RateTests(PostgreSqlFixture postgres)
{
    [Fact]
    public async Task The_rate_that_the_database_sees_is_within_five_percent_of_the_one_allowed()
    {
        const double allowed = 75;
        await using var gated = await GatedMigration.CreateAsync(postgres);

        // The database's own clock, at each transaction's beginning: dataflux takes no part in the measurement.
        await gated.SqlAsync("""
            create table seen (at timestamptz, records bigint);
            create function see() returns trigger language plpgsql as $$ begin
              insert into seen select transaction_timestamp(), count(*) from new_rows;
              return null;
            end $$;
            create trigger see after insert on thing referencing new table as new_rows for each statement execute function see();
            """);

        var end = await gated.RunAsync("migrate", "gated.yaml", "--max-rate", $"{allowed}/s", "--writers", "1");

        Assert.Equal(ExitCode.CompleteWithRejects, end.Code);
        Assert.Equal((long)GatedMigration.Kept, await gated.SqlAsync("select sum(records)::bigint from seen"));

        // From the eighth transaction on: the first ones are late, because code is compiled for them, and what they missed is caught up.
        var rate = (double)(await gated.SqlAsync("""
            select ((sum(records) - (array_agg(records order by at))[1]) / extract(epoch from max(at) - min(at)))::float8
            from (select * from seen order by at offset 7) later
            """))!;
        Assert.InRange(rate, allowed * 0.95, allowed * 1.05);
    }
}
