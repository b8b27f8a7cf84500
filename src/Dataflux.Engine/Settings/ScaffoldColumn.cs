namespace Dataflux.Engine.Settings;

/// <summary>A column of a table that is to be made.</summary>
/// <param name="Name">Its name, not quoted.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsKey">Whether it is part of the primary key.</param>
/// <param name="IsNullable">Whether it may be missing.</param>
public sealed record ScaffoldColumn(string Name, ColumnKind Kind, bool IsKey, bool IsNullable);
