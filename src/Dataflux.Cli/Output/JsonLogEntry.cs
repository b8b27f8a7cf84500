namespace Dataflux.Cli.Output;

/// <summary>What a <see cref="JsonLogLine"/> says.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Migration">The migration's name.</param>
/// <param name="Message">The message.</param>
internal sealed record JsonLogEntry(string Time, string Level, string Migration, string Message);
