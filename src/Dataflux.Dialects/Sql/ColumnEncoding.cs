namespace Dataflux.Dialects.Sql;

/// <summary>How values of one C# type get into a column; the rest of it is known to their database alone.</summary>
/// <param name="CastFrom">
/// The type for SQL as which they travel, where the server casts them to the column's; <see langword="null"/>: as that one.
/// </param>
internal abstract record ColumnEncoding(string? CastFrom)
{
    /// <summary>Whether the server casts what it is sent.</summary>
    internal bool IsCast => CastFrom is not null;
}
