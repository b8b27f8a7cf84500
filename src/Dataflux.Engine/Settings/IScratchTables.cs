using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Settings;

/// <summary>Copies of tables that stand in for a target's own for a moment; removed when this is disposed.</summary>
public interface IScratchTables : IAsyncDisposable
{
    /// <summary>
    /// The target whose tables are the copies; records are written to them whatever place they say. A transaction that has written
    /// anything else is rolled back. This object disposes it.
    /// </summary>
    ITargetConnection Target { get; }

    /// <summary>Runs statements, such as those that make the tables of a test.</summary>
    /// <param name="statements">One or more.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="ScratchRefusedException">They would change something else than the copies.</exception>
    /// <exception cref="TargetException">The target refuses them.</exception>
    Task RunAsync(string statements, CancellationToken cancellation);

    /// <summary>Reads all tables.</summary>
    /// <param name="recordTypes">The record types that are written, whose keys identify rows.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The tables, by name.</returns>
    /// <exception cref="ScratchRefusedException">They cannot be read.</exception>
    Task<IReadOnlyList<TableSnapshot>> ReadAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation);
}
