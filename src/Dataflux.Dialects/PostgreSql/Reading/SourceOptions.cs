using Dataflux.Dialects.Lines;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>The keys of the source <c>postgresql</c>, and what they say.</summary>
internal sealed record SourceOptions
{
    internal const string TableName = "table";
    internal const string CountName = "count";
    internal const string TablesName = "tables";
    internal const string QueryName = "query";
    internal const string KeyName = "key";
    private const string WhereName = "where";
    internal const string RangesName = "ranges";
    internal const string TableAttributeName = "tableAttribute";
    private const string FollowName = "follow";
    private const string SlotName = "slot";
    private const string PublicationName = "publication";
    internal const string Pages = "pages";
    private const string Keys = "key";

    /// <summary>All keys.</summary>
    internal static IReadOnlyList<DialectOption> All { get; } =
    [
        .. PostgreSqlConnectionOptions.All.Select(static option => option.Name == PostgreSqlConnectionOptions.Connection
            ? option with
            {
                Description = "Where the database is: a URL (postgresql://user:password@host:5432/database?sslmode=require) or Npgsql's "
                    + "form (Host=…;Username=…;Password=…;Database=…). Instead of host, port, user and database.",
            }
            : option),
        new(TableName, OptionKind.Text, "The table, as SQL names it; of a partitioned one all partitions. A view needs 'key'.")
        {
            Excludes = TablesName,
            Example = "public.orders",
        },
        new(TablesName, OptionKind.TextList, "Several tables, all read as they are at the same moment.")
        {
            Excludes = QueryName,
            Example = "customers, orders, order_lines",
        },
        new(QueryName, OptionKind.Text, "A SELECT whose rows are read, instead of a table. With 'key' it is resumed where it stopped.")
        {
            Excludes = TableName,
            Example = "select o.*, c.name from orders o join customers c on c.id = o.customer_id",
        },
        new(
            KeyName,
            OptionKind.TextList,
            "The columns that tell rows apart, none of them null: rows are read in their order. Default: the table's primary key, or else "
                + "a unique index.")
        {
            Example = "tenant, id",
        },
        new(WhereName, OptionKind.Text, "A condition of SQL: only rows that fulfil it are read.") { Example = "deleted_at is null" },
        new(
            RangesName,
            OptionKind.Text,
            "What the parts of a table are ranges of: 'key', so that a run is resumed where it stopped; or 'pages' of its file, which "
                + "needs no key and is faster where keys are random, but a run that is interrupted starts over. Default: key.")
        {
            Choices = [Keys, Pages],
            Example = Pages,
        },
        new(TableAttributeName, OptionKind.Text, "The attribute that says which table an item is a row of. Default: there is none.")
        {
            Example = "table",
        },
        new(
            CountName,
            OptionKind.Boolean,
            "Whether rows are counted first, in the same snapshot: progress is then known, and each part must have what was counted. "
                + "Default: true; false for a query.")
        {
            DecidesResult = false,
            Example = "false",
        },
        new(
            FollowName,
            OptionKind.Boolean,
            "Whether later runs bring what was inserted, updated and deleted since, by logical replication. Default: false.")
        {
            Example = "true",
        },
        new(SlotName, OptionKind.Text, "The replication slot, which the first run with 'follow: true' makes; of this migration alone.")
        {
            Example = "dataflux_orders",
        },
        new(PublicationName, OptionKind.Text, "The publication of the tables, which is there before. Default: called as the slot is.")
        {
            Example = "dataflux_orders",
        },
    ];

    /// <summary>Where the database is.</summary>
    internal required PostgreSqlConnection Connection { get; init; }

    /// <summary>The tables, as they were named.</summary>
    internal required IReadOnlyList<string> Tables { get; init; }

    /// <summary>The query; <see langword="null"/>: tables are read.</summary>
    internal string? Query { get; init; }

    /// <summary>The columns of the key; empty: those of each table's own.</summary>
    internal IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The condition; <see langword="null"/>: all rows are read.</summary>
    internal string? Where { get; init; }

    /// <summary>Whether parts are ranges of pages.</summary>
    internal bool IsByPages { get; init; }

    /// <summary>The attribute with the table's name; <see langword="null"/>: there is none.</summary>
    internal string? TableAttribute { get; init; }

    /// <summary>Whether rows are counted first.</summary>
    internal bool Counts { get; init; }

    /// <summary>The state folder of a migration that bounds are kept for; <see langword="null"/>: somebody only looks.</summary>
    internal string? StateFolder { get; init; }

    /// <summary>The replication slot; <see langword="null"/>: the tables are not followed.</summary>
    internal string? Slot { get; init; }

    /// <summary>The publication that they are followed by.</summary>
    internal string? Publication { get; init; }

    /// <summary>Whether rows have an order that is found again.</summary>
    internal bool IsOrdered => !IsByPages && (Query is null || Key.Count > 0);

    /// <summary>What is read, for people.</summary>
    internal string Title => Query is null ? string.Join(", ", Tables) : "a query";

    /// <summary>What items of a table have before its columns, and its typed value; <see langword="null"/>: nothing.</summary>
    internal (string Name, byte[] Value)? ConstantOf(Relation relation)
    {
        if (TableAttribute is not { } attribute)
            return null;

        var constant = new LineWriter(64);
        TypedValue.AddText(System.Text.Encoding.UTF8.GetBytes(relation.Table), constant);
        return (attribute, constant.From(0).ToArray());
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SourceException">Something is wrong with them.</exception>
    internal static SourceOptions From(DialectSettings settings)
    {
        var connection = ConnectionOf(settings);
        var tables = TablesOf(settings);
        var query = settings.Text(QueryName)?.Trim().TrimEnd(';');
        if (tables.Length == 0 && string.IsNullOrEmpty(query))
            throw new SourceException("source.table, source.tables or source.query must say what is read");

        var isByPages = settings.Text(RangesName) == Pages;
        if (isByPages && query is not null)
            throw new SourceException("source.ranges: a query has no pages; leave 'ranges' out");

        var slot = SlotOf(settings);
        return new()
        {
            Connection = connection,
            Slot = slot,
            Publication = slot is null ? null : settings.Text(PublicationName) ?? slot,
            Tables = tables,
            Query = query,
            Key = settings.List(KeyName),
            Where = settings.Text(WhereName),
            IsByPages = isByPages,
            TableAttribute = settings.Text(TableAttributeName),
            Counts = settings.Boolean(CountName) ?? query is null,
            StateFolder = settings.KeepsState && !isByPages ? settings.StateFolder : null,
        };
    }

    /// <summary>The tables that are named; none: a query is, or nothing.</summary>
    internal static string[] TablesOf(DialectSettings settings) =>
        settings.Text(TableName) is { } one ? [one] : settings.List(TablesName);

    // A slot has the name of a file; what the stream cannot say of a row must not be what decides whether it is read.
    private static string? SlotOf(DialectSettings settings)
    {
        var (slot, follows) = (settings.Text(SlotName), settings.Boolean(FollowName) == true);
        if (!follows)
        {
            return slot is null && settings.Text(PublicationName) is null
                ? null
                : throw new SourceException("source.slot and source.publication go with 'follow: true'; give it, or leave them out");
        }

        if (new[] { QueryName, WhereName, RangesName }.FirstOrDefault(settings.Has) is { } other)
        {
            throw new SourceException(
                $"source.{other} does not go with 'follow: true', which brings the changes of whole tables: name them with 'table' or "
                + "'tables', and choose rows with the filter of the profile");
        }

        return slot is { Length: > 0 and < 64 } && slot.All(static one => one is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
            ? slot
            : throw new SourceException(
                "source.slot must name the replication slot that 'follow: true' makes and reads: lower-case letters, digits and _, at "
                + "most 63, such as dataflux_orders");
    }

    /// <summary>Where the database is.</summary>
    /// <exception cref="SourceException">Nothing says it, or something is wrong with it.</exception>
    internal static PostgreSqlConnection ConnectionOf(DialectSettings settings)
    {
        try
        {
            var connection = PostgreSqlConnection.From(settings);
            return connection.IsEmbedded
                ? throw new SourceException("source.connection or source.host must say where the database is")
                : connection;
        }
        catch (TargetException e)
        {
            throw new SourceException(SourceFailures.OfSource(e.Message), e);
        }
    }
}
