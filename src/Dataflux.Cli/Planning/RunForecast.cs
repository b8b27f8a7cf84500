using System.Text.Json.Serialization;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Planning;

/// <summary>What a run will do, as far as it can be told before it does it. Nothing was changed for it.</summary>
internal sealed record RunForecast
{
    // Measured with an integer key (docs/undo.md).
    private const int KeyImageBytes = 85;

    /// <summary>The migration's name.</summary>
    public required string Name { get; init; }

    /// <summary>The definition as the user would name it.</summary>
    public required string Definition { get; init; }

    /// <summary>SHA-256 of the settings that decide the result.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>SHA-256 of the script and what it loads.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>The export's identity.</summary>
    public required string ExportId { get; init; }

    /// <summary>The time the export shows the table at.</summary>
    public required DateTimeOffset ExportTime { get; init; }

    /// <summary>The target, for people.</summary>
    public required string Target { get; init; }

    /// <summary>When the forecast was made: a run that begins then ends <see cref="Duration"/> later.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>What the export and its files are called.</summary>
    [JsonIgnore]
    public SourceTerms Terms { get; init; } = SourceTerms.OfExports;

    /// <summary>Files of the export.</summary>
    public required int Files { get; init; }

    /// <summary>Their size as they are stored; <see langword="null"/>: nobody knows.</summary>
    public long? Bytes { get; init; }

    /// <summary>Items of the export; <see langword="null"/>: no manifest says.</summary>
    public long? Items { get; init; }

    /// <summary>Items that an earlier run has done, so that this one goes on behind them.</summary>
    public long ItemsDone { get; init; }

    /// <summary>The run that is resumed; <see langword="null"/>: a new one begins.</summary>
    public long? Resumes { get; init; }

    /// <summary>The sample.</summary>
    public required MeasuredSample Sample { get; init; }

    /// <summary>Readers, writers, and the most records a second.</summary>
    public required int Readers { get; init; }

    /// <inheritdoc cref="Readers"/>
    public required int Writers { get; init; }

    /// <inheritdoc cref="Readers"/>
    public double? MaxRate { get; init; }

    /// <summary>The tables of the profile's records.</summary>
    public required IReadOnlyList<TableOutlook> Tables { get; init; }

    /// <summary>Whether the definition keeps the images of what a run changes.</summary>
    public bool KeepsImages { get; init; }

    /// <summary>What of the changes images would cover and what they would not, a line for each table or reason.</summary>
    public IReadOnlyList<string> UndoCoverage { get; init; } = [];

    /// <summary>What else is worth knowing, a line for each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Items that are still to be read.</summary>
    public long? ItemsLeft => Items is { } items ? Math.Max(0, items - ItemsDone) : null;

    /// <summary>
    /// Records that they will become, by the share of the sample; where they are made of groups, the most that they can be.
    /// </summary>
    public long? Records => Sample.Items == 0 ? null : (long?)(ItemsLeft * ((double)Sample.Records / Sample.Items));

    /// <summary>The time of the script, shared by the readers.</summary>
    public TimeSpan? ScriptTime => ItemsLeft * Sample.ScriptTime / Readers;

    /// <summary>The time in the target, shared by the writers.</summary>
    public TimeSpan? WriteTime => Records * Sample.WriteTime / Writers;

    /// <summary>The time that the rate asks for.</summary>
    public TimeSpan? RateTime => MaxRate is { } rate && Records is { } records ? TimeSpan.FromSeconds(records / rate) : null;

    /// <summary>The longest of them, because they overlap; <see langword="null"/>: without a manifest nobody knows.</summary>
    public TimeSpan? Duration => new[] { ScriptTime, WriteTime, RateTime }.Max();

    /// <summary>
    /// Before this it will not be finished, should it begin at once; <see langword="null"/>: there is no rate, or the records can only be
    /// fewer.
    /// </summary>
    public DateTimeOffset? NotBefore => Sample.IsGrouped ? null : MadeAt + RateTime;

    /// <summary>
    /// What the tables will grow by: the rows that the sample inserted, at the size that a row of the tables has now.
    /// <see langword="null"/>: the tables are empty, or several, or nothing was written.
    /// </summary>
    public long? Growth => RowBytes is { } row && Sample.Written > 0 && Records is { } records
        ? (long)(records * ((double)Sample.Inserted / Sample.Written) * row)
        : null;

    /// <summary>
    /// What the images take that 'undo: keep' has the run keep: a key and a hash of each row, and the row itself where there was one.
    /// <see langword="null"/>: rows are changed whose size is not known, or nothing was written.
    /// </summary>
    public long? ImageBytes => Sample.Written > 0 && Records is { } records && (Sample.Changed == 0 || RowBytes is not null)
        ? (long)((double)records / Sample.Written * (((Sample.Inserted + Sample.Changed) * KeyImageBytes)
            + (Sample.Changed * RowBytes.GetValueOrDefault())))
        : null;

    // What a row of the only table takes now, indexes included.
    private double? RowBytes => Tables is [{ Rows: > 0 and var rows, Bytes: var bytes }] ? (double)bytes / rows : null;

    /// <summary>The indexes that cost most: all but those that the key needs, the largest first.</summary>
    [JsonIgnore]
    public IEnumerable<(string Table, IndexOutlook Index)> SlowIndexes => Tables
        .SelectMany(static table => table.Indexes.Where(static index => !index.IsUnique).Select(index => (table.Table, index)))
        .OrderByDescending(static found => found.index.Bytes);
}
