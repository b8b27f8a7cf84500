using System.Globalization;
using System.Numerics;
using Dataflux.Profiles;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Sessions;

/// <summary>Makes commands of SQL of a profile.</summary>
internal static class ProfileCommand
{
    /// <summary>Makes one.</summary>
    internal static MySqlCommand Create(MySqlConnection connection, string sql, object?[] parameters)
    {
        var command = new MySqlCommand(ProfileSql.Parse(sql).Text, connection);
        for (var i = 0; i < parameters.Length; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{ProfileSql.Parameter}{i + 1}");
            command.Parameters.AddWithValue(name, Value(parameters[i]));
        }

        return command;
    }

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        Json json => json.ToString(),
        Text text => text.ToString(),
        Number number => decimal.TryParse(number.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var digits)
            && digits.ToString(CultureInfo.InvariantCulture) == number.Text ? digits : number.Text,
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        Guid guid => guid.ToString(),
        DateTimeOffset time => time.UtcDateTime,
        Enum label => label.ToString(),
        _ => value,
    };
}
