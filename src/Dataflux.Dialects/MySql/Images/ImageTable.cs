using System.Globalization;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.MySql.Images;

/// <summary>
/// The table with the images of the rows of one table that one run changes: for each of them its key, the row before in columns of the
/// table's own types, and a hash of the row as the run left it (nothing: there is no row). A row is found by a hash of its key's bytes,
/// whatever the collation.
/// </summary>
/// <param name="Id">Its number.</param>
/// <param name="Table">The table whose rows they are.</param>
/// <param name="Key">The columns of the key by which images name rows.</param>
internal sealed record ImageTable(long Id, CatalogTable Table, IReadOnlyList<string> Key)
{
    /// <summary>What an image is called.</summary>
    internal const string Image = "image";

    /// <summary>The hash of the key.</summary>
    internal const string RowKey = "`row key`";

    /// <summary>Whether there was a row before.</summary>
    internal const string Had = "`had row`";

    /// <summary>The hash of the row as the run left it.</summary>
    internal const string After = "`hash after`";

    /// <summary>Whether the open transaction works on it.</summary>
    internal const string Touched = "`touched`";

    /// <summary>It for SQL.</summary>
    internal string Sql => SqlOf(Id);

    /// <summary>The table for SQL.</summary>
    internal string Relation => RelationOf(Table);

    /// <summary>The columns that are kept: those that the database does not compute.</summary>
    internal IReadOnlyList<CatalogColumn> Columns { get; } = [.. Table.Columns.Where(static column => !column.IsGenerated)];

    /// <summary>The columns of the key, as images have them.</summary>
    internal IEnumerable<string> KeyNames => Key.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"`key {i + 1}`"));

    /// <summary>The columns of the row before, as images have them.</summary>
    internal IEnumerable<string> BeforeNames =>
        Columns.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"`before {i + 1}`"));

    /// <summary>Makes it.</summary>
    internal string Make
    {
        get
        {
            var keys = Key.Zip(KeyNames, (column, name) => $"{name} {TypeOf(Table.Column(column)!).Sql} null");
            var before = Columns.Zip(BeforeNames, static (column, name) => $"{name} {TypeOf(column).Sql} null");
            return $"create table if not exists {Sql} (id bigint not null auto_increment unique, {RowKey} binary(16) not null primary key, "
                + $"{string.Join(", ", keys.Concat(before))}, {Had} tinyint not null, {After} binary(16) null, "
                + $"{Touched} tinyint not null default 0) engine = InnoDB";
        }
    }

    /// <summary>The table of a number.</summary>
    internal static string SqlOf(long id) => string.Create(CultureInfo.InvariantCulture, $"dataflux_undo_{id}");

    /// <summary>A table for SQL.</summary>
    internal static string RelationOf(CatalogTable table) => $"{Backtick.Quote(table.Schema)}.{Backtick.Quote(table.Name)}";

    /// <summary>What tells a key, in a row that has its columns by the table's names, from another one.</summary>
    internal string KeyOf(string row) => HashOf(Key.Select(name => Part(TypeOf(Table.Column(name)!), $"{row}.{Backtick.Quote(name)}")));

    /// <summary>What tells a row of the table from another one.</summary>
    internal string HashOf(string row) => HashOf(Columns.Select(column => Part(TypeOf(column), $"{row}.{Backtick.Quote(column.Name)}")));

    /// <summary>The same of the row before.</summary>
    internal string HashBefore(string image) =>
        HashOf(Columns.Zip(BeforeNames, (column, name) => Part(TypeOf(column), $"{image}.{name}")));

    /// <summary>Whether a row of the table is that of an image: by its index, and by its bytes.</summary>
    internal string IsIn(string row, string image) => string.Join(" and ", Key.Zip(KeyNames).SelectMany(key =>
    {
        var (type, one, other) = (TypeOf(Table.Column(key.First)!), $"{row}.{Backtick.Quote(key.First)}", $"{image}.{key.Second}");
        return type.IsFolding
            ? new[] { $"{one} = {other}", $"{type.Compared(one)} = {type.Compared(other)}" }
            : [$"{one} = {other}"];
    }));

    private static MySqlType TypeOf(CatalogColumn column) => (MySqlType)column.Type;

    private static string HashOf(IEnumerable<string> parts) => $"unhex(md5(concat({string.Join(", ':', ", parts)})))";

    // A long value by a hash of its own: a text that is larger than a packet is null to the server.
    private static string Part(MySqlType type, string value) => $"coalesce(md5({type.BytesOf(value)}), '-')";
}
