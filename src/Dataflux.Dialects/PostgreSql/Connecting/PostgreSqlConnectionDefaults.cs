using System.Data.Common;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>What dataflux sets of a connection itself, and what it sets where the definition says nothing.</summary>
internal static class PostgreSqlConnectionDefaults
{
    // The server works on while a garbage collection holds up everything here. TCP makes its buffers larger by itself. Linux gives
    // no more than twice net.core.wmem_max, 416 KB unless it was raised.
    private const int SocketBytes = 1024 * 1024;

    // The server sends 8 KB at a time, as much as Npgsql reads by default: each would be a system call and, often, a thread to wake.
    private const int ReadBytes = 64 * 1024;

    internal static void Set(NpgsqlConnectionStringBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.ApplicationName))
            builder.ApplicationName = "dataflux";
        builder.ClientEncoding = "UTF8";
        builder.Timezone = "UTC";
        builder.Enlist = false;
        builder.MaxAutoPrepare = 0;      // what is prepared is prepared by the target
        builder.IncludeErrorDetail = true; // names the columns of a violated key; PostgreSqlFailures keeps the values out of messages
        if (!Says(builder, "Read Buffer Size"))
            builder.ReadBufferSize = ReadBytes;

        // Notices a peer that is gone while a statement runs; a Unix socket (the embedded server's too) refuses these options.
        var hosts = string.IsNullOrEmpty(builder.Host) ? [] : builder.Host.Split(',');
        if (hosts.Length > 0 && builder.TcpKeepAliveTime == 0 && !hosts.Any(PostgreSqlConnectionSsl.IsSocket))
            (builder.TcpKeepAlive, builder.TcpKeepAliveTime, builder.TcpKeepAliveInterval) = (true, 30, 10);
        if (builder.SocketSendBufferSize == 0 && hosts.All(PostgreSqlConnectionSsl.IsSocket))
            builder.SocketSendBufferSize = SocketBytes;
        if (hosts.Length > 1 && !Says(builder, "Target Session Attributes"))
            builder["Target Session Attributes"] = "primary";
    }

    /// <summary>Whether a keyword was given: Npgsql's own ContainsKey says which it knows.</summary>
    internal static bool Says(NpgsqlConnectionStringBuilder builder, string keyword) =>
        new DbConnectionStringBuilder { ConnectionString = builder.ConnectionString }.ContainsKey(keyword);
}
