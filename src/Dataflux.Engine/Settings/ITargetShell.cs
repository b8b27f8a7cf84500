using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Settings;

/// <summary>The program by which people look into a kind of target.</summary>
public interface ITargetShell
{
    /// <summary>The program's name.</summary>
    string Program { get; }

    /// <summary>What to do where the program is missing, as the end of a sentence.</summary>
    string Advice { get; }

    /// <summary>Makes a target reachable by the program; a private server runs until the session is disposed.</summary>
    /// <param name="settings">The target's settings.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">The settings are wrong, or the private server does not start.</exception>
    Task<ShellSession> OpenAsync(DialectSettings settings, CancellationToken cancellation);
}
