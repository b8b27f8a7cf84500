using Npgsql;

namespace Dataflux.IntegrationTests.Verifying;

/// <summary>An application that goes on writing what is its own: rows and columns that no verification should mention.</summary>
internal sealed class BusyWriter : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnection _connection;
    private readonly Task<int> _writing;

    private BusyWriter(NpgsqlConnection connection)
    {
        _connection = connection;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Begins.</summary>
    /// <param name="connection">The connection, owned.</param>
    internal static async Task<BusyWriter> BeginAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("create table if not exists notes (id serial primary key, note text)", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new(connection);
    }

    /// <summary>Ends.</summary>
    /// <returns>How often it wrote.</returns>
    internal async Task<int> EndAsync()
    {
        await _stop.CancelAsync();
        return await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task<int> WriteAsync()
    {
        var times = 0;
        while (!_stop.IsCancellationRequested)
        {
            await using var command = new NpgsqlCommand(
                $"update thing set own = 'at {times}', kept = 'at {times}', touched = now() where id % 97 = {times % 97}; insert into "
                + $"notes (note) values ('{times}')", _connection);
            await command.ExecuteNonQueryAsync();
            times++;
        }

        return times;
    }
}
