using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Settings;

/// <summary>Makes copies of a target's tables, on which a profile can be tried without touching the tables themselves.</summary>
public interface IScratchTargets
{
    /// <summary>Opens the target's own database, or a private one where that is not there yet or takes no copies of this user.</summary>
    /// <param name="settings">The target's settings.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="ScratchRefusedException">No copies can be made.</exception>
    /// <exception cref="TargetException">The settings are wrong, or a private server does not start.</exception>
    Task<IScratchDatabase> OpenAsync(DialectSettings settings, CancellationToken cancellation);

    /// <summary>Opens a private database that belongs to no migration and has no tables.</summary>
    /// <param name="settings">The target's settings, of which only the place of the state folder matters.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="ScratchRefusedException">No copies can be made.</exception>
    /// <exception cref="TargetException">A private server does not start.</exception>
    Task<IScratchDatabase> OpenPrivateAsync(DialectSettings settings, CancellationToken cancellation);
}
