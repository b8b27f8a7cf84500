namespace Dataflux.Dialects.Files.Csv;

/// <summary>A field of a record: where its text is, without the quotes around it.</summary>
/// <param name="Start">Where it begins in the record.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="IsQuoted">Whether quotes are around it.</param>
/// <param name="HasQuotes">Whether it has doubled quotes in it.</param>
internal readonly record struct CsvField(int Start, int Length, bool IsQuoted, bool HasQuotes);
