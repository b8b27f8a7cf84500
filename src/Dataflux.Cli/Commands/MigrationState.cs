namespace Dataflux.Cli.Commands;

/// <summary>Where a migration's state is.</summary>
/// <param name="Name">The migration's name.</param>
/// <param name="Folder">Its state folder, absolute; it need not be there.</param>
/// <param name="LogFile">Its log, absolute.</param>
internal sealed record MigrationState(string Name, string Folder, string LogFile);
