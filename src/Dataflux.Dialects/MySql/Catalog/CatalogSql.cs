namespace Dataflux.Dialects.MySql.Catalog;

/// <summary>The questions to <c>information_schema</c>; the parameters are a schema and a table.</summary>
internal static class CatalogSql
{
    /// <summary>The tables of the default database.</summary>
    internal const string Names = """
        select table_name from information_schema.tables
        where table_schema = database() and table_name not in ('dataflux_state', 'dataflux_writer')
          and table_name not like 'dataflux\\_undo%' order by 1
        """;

    /// <summary>A table, in the default database where no schema is given.</summary>
    internal const string Table = """
        select t.table_schema, t.table_name, t.table_type, t.engine, cast(t.table_schema = database() as signed),
          cast((select count(*) from information_schema.triggers g
            where g.event_object_schema = t.table_schema and g.event_object_table = t.table_name) as signed)
        from information_schema.tables t where t.table_schema = coalesce(?, database()) and t.table_name = ?
        """;

    /// <summary>Its columns, in order.</summary>
    internal const string Columns = """
        select column_name, lower(data_type), column_type, is_nullable,
          cast(column_default is not null or (is_nullable = 'YES') as signed), extra,
          character_set_name, collation_name, datetime_precision, character_maximum_length, privileges
        from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position
        """;

    /// <summary>Its columns of MariaDB's JSON.</summary>
    internal const string JsonTexts = """
        select constraint_name from information_schema.check_constraints
        where constraint_schema = ? and table_name = ? and check_clause = concat('json_valid(`', constraint_name, '`)')
        """;

    /// <summary>The columns of its unique indexes, with the length of a prefix.</summary>
    internal const string UniqueKeys = """
        select index_name, column_name, sub_part from information_schema.statistics
        where table_schema = ? and table_name = ? and non_unique = 0 order by index_name, seq_in_index
        """;

    /// <summary>The columns of its foreign keys.</summary>
    internal const string ForeignKeys = """
        select constraint_name, column_name, referenced_table_schema, referenced_table_name, referenced_column_name
        from information_schema.key_column_usage
        where table_schema = ? and table_name = ? and referenced_table_name is not null order by constraint_name, ordinal_position
        """;

    /// <summary>Whether foreign keys refer to it.</summary>
    internal const string IsReferenced = """
        select cast(count(*) as signed) from information_schema.key_column_usage
        where referenced_table_schema = ? and referenced_table_name = ?
        """;
}
