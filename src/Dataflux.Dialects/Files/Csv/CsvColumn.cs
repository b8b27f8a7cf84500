using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.Files.Csv;

/// <summary>A column.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="IsNumber">Whether its texts are numbers.</param>
internal sealed record CsvColumn(string Name, bool IsNumber)
{
    /// <summary>The name as it stands before its value.</summary>
    internal byte[] Before { get; } = TypedValue.Name(Name);
}
