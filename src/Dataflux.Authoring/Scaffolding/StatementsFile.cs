using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Writes the file of SQL that a migration begins with.</summary>
internal static class StatementsFile
{
    /// <summary>The file's text; <see langword="null"/> where the target makes tables by itself.</summary>
    /// <param name="name">The migration's name.</param>
    /// <param name="scaffold">Makes the statements.</param>
    /// <param name="tables">The tables.</param>
    internal static string? Of(string name, ITableScaffold scaffold, IReadOnlyList<ScaffoldTable> tables) =>
        scaffold.StatementsOf(tables) is { } statements
            ? $"-- The tables of {name}. Each run begins with this file ('onStart' in {name}.yaml), so each statement must be safe to run "
                + "again.\n-- Where tables have another owner, delete the file and that line.\n\n" + statements
            : null;
}
