namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>transform</c>.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
/// <typeparam name="TRecord">The profile's record.</typeparam>
/// <param name="rows">The rows of one group; not changed afterwards, so a profile may keep the list.</param>
/// <param name="records">Receives the group's records; nothing added means the group is skipped by design.</param>
public delegate void RecordMaker<TRow, TRecord>(IReadOnlyList<TRow> rows, List<TRecord> records);
