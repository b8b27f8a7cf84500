namespace Dataflux.Engine.Targets;

/// <summary>A target that keeps a second writer of a migration away, wherever it runs.</summary>
public interface ISingleWriter
{
    /// <summary>Makes this process the only writer of the migration in this target until the connection is disposed.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="State.StateException">Another process is.</exception>
    Task ClaimAsync(string migration, CancellationToken cancellation);

    /// <summary>
    /// What cannot be promised of the claim, and what to do about that; <see langword="null"/> when nothing is to be said.
    /// </summary>
    string? ClaimCaution => null;
}
