namespace Dataflux.Engine.Settings;

/// <summary>
/// The values of one <c>source:</c> or <c>target:</c>, already checked against the dialect's <see cref="DialectOption"/>s:
/// kinds are right, required ones are there, paths are absolute.
/// </summary>
/// <param name="values">By option name: string, long, bool or <see cref="TimeSpan"/>; options that were not given are absent.</param>
/// <param name="stateFolder">The migration's state folder, absolute.</param>
public sealed class DialectSettings(IReadOnlyDictionary<string, object> values, string stateFolder)
{
    /// <summary>The migration's state folder, absolute; a dialect may keep temporary files in a folder of its own below it.</summary>
    public string StateFolder { get; } = stateFolder;

    /// <summary>Whether files may stay there until a run is complete; otherwise somebody only looks.</summary>
    public bool KeepsState { get; init; }

    /// <summary>Whether a migration brings what is read to its target: only then a stream is followed.</summary>
    public bool Migrates { get; init; }

    /// <summary>Told each secret that a dialect learns later, so that it is shown nowhere.</summary>
    public Action<string> Learned { get; init; } = static _ => { };

    /// <summary>Whether the option was given.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A text or path; <see langword="null"/> when it was not given.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var value) ? (string)value : null;

    /// <summary>A list of texts (<see cref="OptionKind.TextList"/>), without blanks around them; empty when it was not given.</summary>
    public string[] List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A whole number; <see langword="null"/> when it was not given.</summary>
    public long? Integer(string name) => values.TryGetValue(name, out var value) ? (long)value : null;

    /// <summary>A yes or no; <see langword="null"/> when it was not given.</summary>
    public bool? Boolean(string name) => values.TryGetValue(name, out var value) ? (bool)value : null;

    /// <summary>A time span; <see langword="null"/> when it was not given.</summary>
    public TimeSpan? Duration(string name) => values.TryGetValue(name, out var value) ? (TimeSpan)value : null;
}
