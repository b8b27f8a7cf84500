using Dataflux.Dialects.Sql.Scripts;
using Npgsql;
using Npgsql.Replication.PgOutput.Messages;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>
/// A message that a run puts into the stream, and reads up to: whatever was committed before comes before it, and it comes, where nothing
/// else does.
/// </summary>
internal sealed class StreamMark
{
    private const string Prefix = "dataflux";

    private readonly string _text = Guid.NewGuid().ToString("N");

    /// <summary>Puts it into the stream, as a transaction of its own.</summary>
    internal Task PutAsync(NpgsqlConnection connection, CancellationToken cancellation) => connection.RunAsync(
        $"select pg_catalog.pg_logical_emit_message(true, '{Prefix}', '{_text}')", cancellation);

    /// <summary>Whether a message is this one.</summary>
    internal async Task<bool> IsAsync(LogicalDecodingMessage message, CancellationToken cancellation)
    {
        if (message.Prefix != Prefix)
            return false;

        using var text = new StreamReader(message.Data);
        return await text.ReadToEndAsync(cancellation) == _text;
    }
}
