using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Settings;

/// <summary>The statements by which other programs read what a kind of target writes.</summary>
public interface ILoadStatements
{
    /// <summary>The programs, by the names that people give them.</summary>
    IReadOnlyList<string> Readers { get; }

    /// <summary>Writes the statements; runs none of them.</summary>
    /// <param name="settings">The target.</param>
    /// <param name="reader">One of <see cref="Readers"/>.</param>
    /// <param name="records">The types of the records that are written.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The statements; run twice they do the same.</returns>
    /// <exception cref="TargetException">The program cannot hold the records, or the target cannot be read.</exception>
    Task<string> WriteAsync(DialectSettings settings, string reader, IReadOnlyList<Type> records, CancellationToken cancellation);
}
