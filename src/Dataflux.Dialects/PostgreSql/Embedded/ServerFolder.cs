namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// Where the private server of a migration is, as seen from its state folder: beside it, so that all migrations of a project share one
/// and their tables can be joined. A migration that an earlier version gave a server of its own keeps it.
/// </summary>
internal static class ServerFolder
{
    private const string Name = "postgresql";

    /// <summary>The folder of the server that a migration uses.</summary>
    /// <param name="stateFolder">The migration's state folder.</param>
    public static string Of(string stateFolder) => HasOwn(stateFolder) ? Own(stateFolder) : Shared(stateFolder);

    /// <summary>The folder of the server that migrations share whose state is in the same folder.</summary>
    /// <param name="stateFolder">The state folder of one of them.</param>
    public static string Shared(string stateFolder) => Path.Combine(Path.GetDirectoryName(stateFolder) ?? stateFolder, Name);

    /// <summary>Whether the migration has a server of its own, made by an earlier version.</summary>
    /// <param name="stateFolder">The migration's state folder.</param>
    public static bool HasOwn(string stateFolder)
    {
        var own = Own(stateFolder);
        return ClusterRecord.IsIn(own) || Directory.Exists(Path.Combine(own, "data"));
    }

    private static string Own(string stateFolder) => Path.Combine(stateFolder, Name);
}
