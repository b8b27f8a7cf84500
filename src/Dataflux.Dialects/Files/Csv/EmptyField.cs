namespace Dataflux.Dialects.Files.Csv;

/// <summary>What a field without characters is.</summary>
internal enum EmptyField
{
    /// <summary>The item has no such attribute.</summary>
    Absent,

    /// <summary>An empty text.</summary>
    Text,

    /// <summary>An empty text in quotes, otherwise absent: as PostgreSQL's COPY tells an empty text from null.</summary>
    Quoted,
}
