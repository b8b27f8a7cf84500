using System.Globalization;
using System.Numerics;
using Dataflux.Profiles;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Scripts;

/// <summary>A profile's own SQL with its parameters.</summary>
internal static class SqlCommand
{
    internal static NpgsqlCommand Create(NpgsqlConnection connection, string sql, object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value },
        Json json => new() { Value = json.Utf8.ToArray(), NpgsqlDbType = NpgsqlDbType.Jsonb },
        Text text => new() { Value = text.ToString() },
        Number number => OfNumber(number),
        ReadOnlyMemory<byte> bytes => new() { Value = bytes.ToArray() },
        Enum label => new() { Value = label.ToString(), NpgsqlDbType = NpgsqlDbType.Unknown },
        _ => new() { Value = value },
    };

    /// <summary>As numeric where .NET has a type for it; else as text, whose type the server finds from where it stands.</summary>
    private static NpgsqlParameter OfNumber(Number number)
    {
        var text = number.Text;
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return new() { Value = whole, NpgsqlDbType = NpgsqlDbType.Numeric };
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            && value.ToString(CultureInfo.InvariantCulture) == text
            ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Numeric }
            : new() { Value = text, NpgsqlDbType = NpgsqlDbType.Unknown };
    }
}
