namespace Dataflux.Dialects.Warehouse.Ground;

/// <summary>The columns that each table has before those of its records.</summary>
internal static class MetaColumns
{
    /// <summary>What the row does: <see cref="Upsert"/> or <see cref="Delete"/>.</summary>
    internal const string Operation = "_op";

    /// <summary>When the item was written in the source; of a full export its time.</summary>
    internal const string WrittenAt = "_written_at";

    /// <summary>A number that grows from row to row as the source brings them: of the rows with one key the greatest counts.</summary>
    internal const string Sequence = "_seq";

    internal const string Upsert = "upsert";
    internal const string Delete = "delete";

    /// <summary>How many there are.</summary>
    internal const int Count = 3;
}
