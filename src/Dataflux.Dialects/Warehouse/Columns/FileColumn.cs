using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>A column of a table in files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="IsKey">Whether it is part of the key.</param>
internal sealed record FileColumn(string Name, FileType Type, bool IsKey);
