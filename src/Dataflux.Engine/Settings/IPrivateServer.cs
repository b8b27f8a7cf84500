using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Settings;

/// <summary>A kind of target that dataflux can run by itself, for definitions that name no database.</summary>
public interface IPrivateServer
{
    /// <summary>Whether the settings mean the private server and no database of the user's.</summary>
    /// <param name="settings">The target's settings.</param>
    /// <exception cref="TargetException">The settings are wrong.</exception>
    bool IsMeantBy(DialectSettings settings);

    /// <summary>What can be fetched to run the server here; <see langword="null"/>: nothing has to be, or nothing can be.</summary>
    /// <param name="cancellation">Stops the call.</param>
    Task<ServerOffer?> OfferAsync(CancellationToken cancellation);

    /// <summary>The programs that a server would run of, for people; nothing is fetched, made or started.</summary>
    /// <param name="settings">The settings of a definition; <see langword="null"/>: of none.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">There are none; the message says how to come by them.</exception>
    Task<string> DescribeAsync(DialectSettings? settings, CancellationToken cancellation);

    /// <summary>What a run says once of the server, where it is not the one of the project; <see langword="null"/>: nothing.</summary>
    /// <param name="settings">The target's settings, which mean the private server.</param>
    string? NoticeOf(DialectSettings settings);

    /// <summary>The other migrations that have written to a definition's database, in order.</summary>
    /// <param name="settings">The target's settings, which mean the private server.</param>
    IReadOnlyList<string> OthersIn(DialectSettings settings);

    /// <summary>Removes a definition's database for good, with all its rows and those of other migrations.</summary>
    /// <param name="settings">The target's settings, which mean the private server.</param>
    /// <param name="cancellation">Stops the call before anything is deleted.</param>
    /// <exception cref="TargetException">Another process uses it, or it cannot be deleted.</exception>
    Task RemoveAsync(DialectSettings settings, CancellationToken cancellation);

    /// <summary>The databases whose project is gone.</summary>
    IReadOnlyList<OrphanedDatabase> FindOrphans();
}
