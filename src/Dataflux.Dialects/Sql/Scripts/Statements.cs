using System.Data.Common;
using System.Globalization;

namespace Dataflux.Dialects.Sql.Scripts;

/// <summary>Single statements over a connection; their parameters go by their places.</summary>
internal static class Statements
{
    /// <summary>Runs a statement, or several without parameters.</summary>
    /// <returns>How many rows it changed.</returns>
    internal static async Task<int> RunAsync(
        this DbConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = connection.CommandFor(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Runs a statement that gives one value.</summary>
    /// <returns>The value; <see langword="null"/> where it is null, or there is none.</returns>
    internal static async Task<T> AskAsync<T>(
        this DbConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = connection.CommandFor(sql, parameters);
        var value = await command.ExecuteScalarAsync(cancellation);
        return value switch
        {
            T typed => typed,
            null or DBNull => (T)(object)null!,
            _ => (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture), // 1 is true to some
        };
    }

    /// <summary>A command with its parameters.</summary>
    internal static DbCommand CommandFor(this DbConnection connection, string sql, params ReadOnlySpan<object> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
