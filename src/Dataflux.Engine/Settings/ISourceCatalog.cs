using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Settings;

/// <summary>
/// What a kind of source says of its tables without reading their rows: the types of columns and the keys, as whoever keeps them declares
/// them. <c>inspect</c> shows it, and <c>init</c> makes a profile of it.
/// </summary>
public interface ISourceCatalog
{
    /// <summary>How the program that reads it logs in, as a comment in a definition that holds no password.</summary>
    string LoginComment { get; }

    /// <summary>The option that names the columns of a table's key, where nothing declares them.</summary>
    string KeyOption { get; }

    /// <summary>Describes what is read.</summary>
    /// <param name="settings">Where it is; and the tables, or all that are there where none is named.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="SourceException">Something that is named is not there, or it cannot be reached.</exception>
    Task<SourceDescription> DescribeAsync(DialectSettings settings, CancellationToken cancellation);

    /// <summary>The options that may hold secrets, as a definition is to have them: without any.</summary>
    /// <param name="settings">Where it is, as somebody named it.</param>
    /// <returns>None where other options say where it is.</returns>
    IReadOnlyList<(string Option, string Value)> PlaceOf(DialectSettings settings);

    /// <summary>The options by which tables are read.</summary>
    /// <param name="tables">Their names; at least one.</param>
    IReadOnlyList<(string Option, string Value)> Choose(IReadOnlyList<string> tables);
}
