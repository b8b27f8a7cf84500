using System.Data.Common;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Sql;

/// <summary>How a database says what all databases of SQL can.</summary>
internal interface ISqlFlavour
{
    /// <summary>The statements of the table in which migrations keep documents.</summary>
    StateTableSql State { get; }

    /// <summary>A name in SQL; always quoted, so that case, spaces and keywords need no thought.</summary>
    string Quote(string name);

    /// <summary>A table's name in SQL.</summary>
    string Quote(CatalogTable table) => $"{Quote(table.Schema)}.{Quote(table.Name)}";

    /// <summary>Names in SQL, with commas between them.</summary>
    string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>How values of a C# type get into a column; <see langword="null"/>: they cannot.</summary>
    ColumnEncoding? Encode(Type values, SqlType column);

    /// <summary>The C# types whose values get into a column.</summary>
    string Accepted(SqlType column);

    /// <summary>Why the database takes no merge into a table, and what to do, each in a sentence.</summary>
    IEnumerable<string> Refusals(CatalogTable table, RecordMapping mapping);

    /// <summary>Which rights this user lacks around a table, and how they are granted, each in a sentence.</summary>
    /// <param name="lookup">The table.</param>
    /// <param name="mapping">What goes there.</param>
    /// <param name="denied">The rights that are lacking on the table itself.</param>
    IEnumerable<string> Lacking(TableLookup lookup, RecordMapping mapping, IReadOnlyList<string> denied);

    /// <summary>How a unique index is made that takes two nulls for one value; <see langword="null"/>: there is none.</summary>
    string? IndexOfNulls(CatalogTable table, IReadOnlyList<string> columns);

    /// <summary>Whether a statement failed because a table is not there.</summary>
    bool IsMissingTable(DbException exception);

    /// <summary>
    /// What a failure to make or read the state table is where it is here to stay: a right that is missing, a server that has no such
    /// thing, a trigger that refuses it; <see langword="null"/>: it may be gone the next time.
    /// </summary>
    Failure? NoPlaceForState(DbException exception);
}
