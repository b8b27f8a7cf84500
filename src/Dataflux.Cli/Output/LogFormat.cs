namespace Dataflux.Cli.Output;

/// <summary>The form of log lines.</summary>
internal enum LogFormat
{
    /// <summary>For people, see <see cref="LogLine"/>.</summary>
    Text,

    /// <summary>For machines, see <see cref="JsonLogLine"/>.</summary>
    Json,
}
