using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Settings;

/// <summary>A database of a private server whose project is gone, or has made itself another one.</summary>
/// <param name="Home">The database's folder.</param>
/// <param name="Project">The folder that it belonged to.</param>
public abstract record OrphanedDatabase(string Home, string Project)
{
    /// <summary>Deletes the database for good.</summary>
    /// <exception cref="TargetException">Its server runs, or it cannot be deleted.</exception>
    public abstract void Remove();
}
