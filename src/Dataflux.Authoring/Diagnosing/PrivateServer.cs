using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Diagnosing;

/// <summary>Whether a server can be run for definitions without a database. It is looked for, not started.</summary>
internal static class PrivateServer
{
    /// <summary>Looks.</summary>
    /// <param name="server">The kind of server.</param>
    /// <param name="settings">The settings of a definition; <see langword="null"/>: of none.</param>
    /// <param name="stop">Stops it.</param>
    internal static async Task<Diagnosis> FindAsync(IPrivateServer server, DialectSettings? settings, CancellationToken stop)
    {
        try
        {
            return new(Standing.Ok, "server", await server.DescribeAsync(settings, stop));
        }
        catch (TargetException e)
        {
            return new(Standing.Problem, "server", e.Message);
        }
    }
}
