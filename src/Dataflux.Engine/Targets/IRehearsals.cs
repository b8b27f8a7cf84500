using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>A target that can take back what was done to it.</summary>
public interface IRehearsals
{
    /// <summary>Begins a rehearsal: a transaction that is never committed.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">The user may not do what that needs.</exception>
    Task<IRehearsal> RehearseAsync(CancellationToken cancellation);
}
