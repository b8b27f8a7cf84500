namespace Dataflux.Engine.Settings;

/// <summary>How <c>init</c> names and makes the tables of a kind of target that are not there yet.</summary>
public interface ITableScaffold
{
    /// <summary>Where the target is, as a comment behind its type in a definition.</summary>
    string Comment { get; }

    /// <summary>The options that a definition needs to be whole, with values to begin with, as YAML takes them in double quotes.</summary>
    /// <param name="migration">The migration's name.</param>
    IReadOnlyList<(string Option, string Value)> OptionsOf(string migration) => [];

    /// <summary>The column that a record's property is written to when no attribute says otherwise.</summary>
    /// <param name="property">The property.</param>
    string ColumnOf(string property);

    /// <summary>Whether no column can have this name, because each table has such a one already.</summary>
    /// <param name="column">The name.</param>
    bool IsTaken(string column);

    /// <summary>The name, cut to what the target keeps of it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ending">What must be at its end.</param>
    string Fit(string name, string ending = "");

    /// <summary>The name of a table, cut to what the target keeps of it, with what it does not have taken out.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ending">What must be at its end.</param>
    string FitTable(string name, string ending = "") => Fit(name, ending);

    /// <summary>How many columns a key may have; more become one text.</summary>
    int MostKeys => int.MaxValue;

    /// <summary>Whether a column of this kind may be part of a key.</summary>
    /// <param name="kind">The kind.</param>
    bool CanBeKey(ColumnKind kind) => true;

    /// <summary>The statements that make the tables which are not there yet, for a file that each run begins with.</summary>
    /// <param name="tables">The tables; at least one.</param>
    /// <returns>Their text; <see langword="null"/>: the target makes tables by itself.</returns>
    string? StatementsOf(IReadOnlyList<ScaffoldTable> tables) => null;

    /// <summary>Files that stand beside the definition, in the target's own terms.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="tables">The tables; at least one.</param>
    /// <returns>Their paths, relative to the definition with <c>/</c>; what they are, for people; and their texts.</returns>
    IReadOnlyList<(string Path, string What, string Text)> FilesOf(string migration, IReadOnlyList<ScaffoldTable> tables) => [];
}
