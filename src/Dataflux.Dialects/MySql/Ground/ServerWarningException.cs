using MySqlConnector;

namespace Dataflux.Dialects.MySql.Ground;

/// <summary>The server took what it was sent only with a warning: something was clipped, rounded or left out.</summary>
/// <param name="code">The first warning's code.</param>
/// <param name="message">What it says.</param>
internal sealed class ServerWarningException(MySqlErrorCode code, string message) : Exception(message)
{
    /// <summary>The first warning's code.</summary>
    internal MySqlErrorCode Code { get; } = code;
}
