namespace Dataflux.Profiles;

/// <summary>The logger of a profile. Meant for rare events: a line per item would be slower than the migration itself.</summary>
/// <param name="write">Receives the level's name (<c>INFO</c> or <c>WARN</c>) and the message.</param>
public sealed class ProfileLog(Action<string, string> write)
{
    /// <summary>A log that drops every line.</summary>
    public static ProfileLog None { get; } = new((_, _) => { });

    /// <summary>Writes a line of level INFO.</summary>
    /// <param name="message">The line.</param>
    public void Info(string message) => write("INFO", message);

    /// <summary>Writes a line of level WARN.</summary>
    /// <param name="message">The line.</param>
    public void Warn(string message) => write("WARN", message);
}
