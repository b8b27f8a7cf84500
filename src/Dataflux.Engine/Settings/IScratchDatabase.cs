namespace Dataflux.Engine.Settings;

/// <summary>
/// A database in which copies of tables are made for a moment. They are removed with this object; what a killed process left is
/// removed by the next one.
/// </summary>
public interface IScratchDatabase : IAsyncDisposable
{
    /// <summary>Makes empty copies of tables.</summary>
    /// <param name="recordTypes">The record types whose tables are copied where they are there.</param>
    /// <param name="words">Words of the scripts: what has one of these names is copied too, small tables with their rows.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="ScratchRefusedException">The copies would not stand in for all tables, or cannot be made.</exception>
    Task<IScratchTables> CopyAsync(IReadOnlyList<Type> recordTypes, IReadOnlyCollection<string> words, CancellationToken cancellation);

    /// <summary>Names in a text that say where their table is, so that a copy cannot stand in for it.</summary>
    /// <param name="text">Statements, or a script with statements in it.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Where they begin in the text, and the names.</returns>
    /// <exception cref="ScratchRefusedException">The database cannot say.</exception>
    Task<IReadOnlyList<(int Index, string Name)>> FindQualifiedAsync(string text, CancellationToken cancellation);
}
