using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.Sql.Binding;

/// <summary>Brings a mapping and the catalog together and says what does not fit; one line per finding.</summary>
internal sealed class TableBinder(ISqlFlavour flavour, RecordMapping mapping, FindingList findings)
{
    private readonly string _record = mapping.Type.Name;

    /// <summary>Whether the right to read is enough.</summary>
    internal bool LooksOnly { get; init; }

    /// <summary>Says that the table is missing, and which one may be meant.</summary>
    internal void Missing(IReadOnlyList<string> tables)
    {
        var close = ColumnNaming.Closest(mapping.TableText, tables) ?? ColumnNaming.Closest(mapping.Table, tables);
        var hint = close is not null ? $"did you mean \"{close}\"?"
            : tables.Count == 0 ? "the database has no tables yet."
            : $"there are: {string.Join(", ", tables.Take(10))}{(tables.Count > 10 ? ", …" : "")}.";
        findings.Add(
            $"{_record}: table \"{mapping.TableText}\" does not exist; {hint} Create it (onStart may), or name the right one with [Table]");
    }

    /// <summary>Binds the properties to columns; <see langword="null"/> when a finding makes writing impossible.</summary>
    /// <param name="lookup">The table.</param>
    /// <param name="complete">Whether the record's own mapping is all there is: then it needs a key and UPDATE.</param>
    internal TableBinding? Bind(TableLookup lookup, bool complete)
    {
        var before = findings.Count;
        var table = lookup.Table;
        if (table.OtherKind is { } kind)
        {
            findings.Add($"{_record}: \"{mapping.TableText}\" is a {kind}; records are written to tables");
            return null;
        }

        foreach (var refusal in flavour.Refusals(table, mapping))
            findings.Add(refusal);
        CheckRights(lookup, complete);
        var columns = BindColumns(table);
        CheckUnfilled(table, columns);
        var binding = new TableBinding(flavour, mapping, table, columns);
        if (complete)
            CheckKey(binding);
        return findings.Count == before ? binding : null;
    }

    /// <summary>Binds the properties of a key to delete by; <see langword="null"/> when a finding makes that impossible.</summary>
    internal TableBinding? BindKey(TableLookup lookup)
    {
        var before = findings.Count;
        var table = lookup.Table;
        if (table.OtherKind is { } kind)
            findings.Add($"{_record}: \"{mapping.TableText}\" is a {kind}; records are deleted from tables");
        else if (mapping.Members.Count == 0)
            findings.Add($"{_record} has no [Key]: mark the properties that identify a row");
        var columns = findings.Count == before ? BindColumns(table) : [];
        if (findings.Count == before)
            CheckDeleteRights(lookup);
        return findings.Count == before ? new TableBinding(flavour, mapping, table, columns) : null;
    }

    private List<BoundColumn> BindColumns(CatalogTable table)
    {
        var bound = new List<BoundColumn>();
        foreach (var member in mapping.Members)
        {
            var property = $"{_record}.{member.Property.Name}";
            if (member.ColumnNames.Select(table.Column).FirstOrDefault(c => c is not null) is not { } column)
            {
                var close = ColumnNaming.Closest(member.ColumnNames[0], table.Columns.Select(c => c.Name));
                findings.Add($"{property}: table \"{mapping.TableText}\" has no column \"{member.ColumnNames[0]}\"; "
                    + (close is null ? "" : $"did you mean [Column(\"{close}\")]? ")
                    + "Add the column, or mark the property [NotMapped]", member.Property.Name);
            }
            else if (column.IsGenerated)
            {
                findings.Add(
                    $"{property}: the database generates column \"{column.Name}\" itself; mark the property [NotMapped]",
                    member.Property.Name);
            }
            else if (column.IsIdentityAlways && !member.IsKey)
            {
                findings.Add(
                    $"{property}: column \"{column.Name}\" is generated always as identity and cannot be updated; mark the property "
                    + "[NotMapped]",
                    member.Property.Name);
            }
            else if (bound.Find(b => b.Name == column.Name) is { } other)
            {
                findings.Add(
                    $"{property} and {_record}.{other.Member.Property.Name} both go into column \"{column.Name}\"; mark one [NotMapped] "
                    + "or name its [Column]",
                    member.Property.Name);
            }
            else if (flavour.Encode(member.Property.PropertyType, column.Type) is not { } encoding)
            {
                findings.Add(
                    $"{property} is {TypeText(member.Property.PropertyType)}, which cannot go into column \"{column.Name}\" "
                    + $"({column.Declared}); use {flavour.Accepted(column.Type)}",
                    member.Property.Name);
            }
            else
            {
                bound.Add(new(member, column, encoding));
            }
        }

        return bound;
    }

    private void CheckUnfilled(CatalogTable table, List<BoundColumn> bound)
    {
        foreach (var column in table.Columns)
        {
            var named = mapping.Members.Any(m => m.ColumnNames.Contains(column.Name));
            if (column is { NotNull: true, HasDefault: false, IsGenerated: false } && !named
                && bound.TrueForAll(b => b.Name != column.Name))
            {
                findings.Add(
                    $"{_record}: column \"{column.Name}\" ({column.Declared}) is not null and has no default, but no property fills it; "
                    + "add a property, or give the column a default");
            }
        }
    }

    private void CheckKey(TableBinding binding)
    {
        var table = binding.Table;
        if (!mapping.Members.Any(m => m.IsKey))
        {
            var hint = table.UniqueKeys.Count == 0
                ? ""
                : $"; unique in the table: ({string.Join("), (", table.UniqueKeys.Select(key => flavour.List(key.Columns)))})";
            findings.Add($"{_record} has no [Key]: mark the properties that identify a row{hint}");
        }
        else if (binding.Key.Count == mapping.Members.Count(m => m.IsKey) && !table.HasUniqueKey(binding.Key))
        {
            findings.Add(NoUniqueIndex(binding, binding.Key, $"the [Key] of {_record}"));
        }
        else
        {
            NullInKey(binding, binding.Key, findings);
        }
    }

    /// <summary>Finds the properties of a key that may be null where each null is another key.</summary>
    internal static void NullInKey(TableBinding binding, IReadOnlyList<string> key, FindingList findings)
    {
        if (binding.Table.TakesNullsAsEqual(key))
            return;
        var index = binding.Flavour.IndexOfNulls(binding.Table, key);
        foreach (var column in key.Select(name => binding.Column(name)!).Where(column => column.MayBeNull && column.Member.IsNullable))
        {
            findings.Add(
                $"{binding.Mapping.Type.Name}.{column.Member.Property.Name} can be null, and the unique index on "
                + $"({string.Join(", ", key)}) takes every null for another value, so each run would add its rows again; fill it always "
                + $"and declare it without the ?{(index is null ? "" : $", or make the index: {index}")}",
                column.Member.Property.Name);
        }
    }

    /// <summary>The finding for columns that no unique index has, with those that look as if they were it.</summary>
    internal static string NoUniqueIndex(TableBinding binding, IReadOnlyList<string> columns, string who) =>
        $"no unique index is on exactly ({binding.Flavour.List(columns)}), {who}; "
        + string.Concat(
            binding.Table.UnfitIndexes.Where(index => index.LooksLike(columns))
                .Select(index => $"\"{index.Name}\" does not count, because it is {index.Reason}; "))
        + $"run: create unique index on {binding.Flavour.Quote(binding.Table)} ({binding.Flavour.List(columns)})";

    private void CheckRights(TableLookup lookup, bool complete)
    {
        var denied = lookup.Table.Columns
            .Where(c => mapping.Members.Any(m => m.ColumnNames.Contains(c.Name)))
            .SelectMany(c => c.Denied)
            .Where(right => LooksOnly ? right == "SELECT" : complete || right != "UPDATE")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Report(lookup, denied);
    }

    /// <summary>Rows that go are found by their key and locked, in the order of the keys, before they are deleted.</summary>
    private void CheckDeleteRights(TableLookup lookup)
    {
        var denied = lookup.Table.Columns
            .Where(c => mapping.Members.Any(m => m.ColumnNames.Contains(c.Name)))
            .SelectMany(c => c.Denied)
            .Where(right => right == "SELECT")
            .Append(lookup.MayDelete || LooksOnly ? null : "DELETE")
            .Append(lookup.MayLock || LooksOnly ? null : "UPDATE")
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Report(lookup, denied);
    }

    private void Report(TableLookup lookup, List<string> denied)
    {
        foreach (var lacking in flavour.Lacking(lookup, mapping, denied))
            findings.Add(lacking);
    }

    private static string TypeText(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return TypeText(inner) + "?";
        if (!type.IsGenericType)
            return type.Name;
        var arguments = string.Join(", ", type.GenericTypeArguments.Select(TypeText));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }
}
