using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Rehearsing;

/// <summary>Records of one type whose rows are looked for.</summary>
/// <param name="All">They, among records of other types.</param>
/// <param name="Indexes">Which of these they are.</param>
/// <param name="Key">Their table, with the key's columns alone.</param>
/// <param name="Found">Takes the rows, at the indexes of the records.</param>
internal sealed record KeyedRecords(IReadOnlyList<object> All, IReadOnlyList<int> Indexes, TableBinding Key, RowImage?[] Found);
