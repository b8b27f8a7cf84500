namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>A table, or one that inherits from it.</summary>
/// <param name="Oid">Its number.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>pg_class.relkind</c>.</param>
internal sealed record FamilyMember(uint Oid, string Schema, string Name, string Kind)
{
    /// <summary>The pages of its file.</summary>
    internal long? Pages { get; init; }

    /// <summary>Whether row-level security keeps rows from this user.</summary>
    internal bool HidesRows { get; init; }

    /// <summary>Whether it is the one that was asked for.</summary>
    internal bool IsAsked { get; init; }
}
