using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>What the server sends of a publication's changes, in the order of their commits, over a connection of its own.</summary>
internal sealed class ChangeStream : IAsyncDisposable
{
    private readonly LogicalReplicationConnection _connection;
    private readonly CancellationTokenSource _ends = new();
    private readonly IAsyncEnumerator<PgOutputReplicationMessage> _messages;

    private ChangeStream(
        LogicalReplicationConnection connection, PgOutputReplicationSlot slot, PgOutputReplicationOptions options,
        NpgsqlLogSequenceNumber from)
    {
        _connection = connection;
        _messages = connection.StartReplication(slot, options, _ends.Token, from).GetAsyncEnumerator(_ends.Token);
    }

    /// <summary>The message that was read last.</summary>
    internal PgOutputReplicationMessage Current => _messages.Current;

    /// <summary>Begins to read behind a place.</summary>
    /// <param name="settings">How to connect.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="publication">The publication.</param>
    /// <param name="from">The place.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal static async Task<ChangeStream> OpenAsync(
        string settings, string slot, string publication, NpgsqlLogSequenceNumber from, CancellationToken cancellation)
    {
        var connection = new LogicalReplicationConnection(settings);
        try
        {
            await connection.Open(cancellation);
            var options = new PgOutputReplicationOptions(publication, PgOutputProtocolVersion.V1, binary: true, messages: true);
            return new(connection, new(slot), options, from);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the stream when a token is cancelled, until what is returned is disposed: it outlives its reader.</summary>
    internal CancellationTokenRegistration EndWith(CancellationToken cancellation) => cancellation.UnsafeRegister(
        static ends => ((CancellationTokenSource)ends!).Cancel(), _ends);

    /// <summary>Waits for the next message.</summary>
    internal ValueTask<bool> NextAsync() => _messages.MoveNextAsync();

    /// <summary>What is before a place need not be kept any longer; said with the next sign of life.</summary>
    internal void Done(NpgsqlLogSequenceNumber upTo) => _connection.SetReplicationStatus(upTo);

    /// <summary>Says that at once.</summary>
    internal Task TellAsync(CancellationToken cancellation) => _connection.SendStatusUpdate(cancellation);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _messages.DisposeAsync();
        }
        finally
        {
            await _connection.DisposeAsync();
            _ends.Dispose();
        }
    }
}
