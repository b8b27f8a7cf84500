namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>Suspects of one type and its rules.</summary>
/// <param name="Type">The type.</param>
/// <param name="Rules">The rules; <see langword="null"/>: they are keys whose rows go.</param>
/// <param name="File">The file.</param>
/// <param name="Length">Its length.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Origins">The files that they come from.</param>
internal sealed record StoredSuspects(string Type, StoredRules? Rules, string File, long Length, long Count, IReadOnlyList<string> Origins);
