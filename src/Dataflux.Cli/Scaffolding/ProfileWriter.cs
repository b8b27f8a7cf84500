using System.Text;
using Dataflux.Dialects.PostgreSql;

namespace Dataflux.Cli.Scaffolding;

/// <summary>
/// Writes a profile. The functions stand before the types, which makes no difference to a script, but lets editors that know only
/// plain C# read it as a program.
/// </summary>
/// <param name="plan">What to write.</param>
internal sealed class ProfileWriter(ProfilePlan plan)
{
    private readonly StringBuilder _text = new();

    private bool IsSingle => plan.Entities.Count == 1;

    /// <summary>The script's text.</summary>
    internal string Write()
    {
        Header();
        Tables();
        Parsing();
        Transforming();
        if (plan.HasDeletes)
            Deleting();

        Functions();
        Types();
        return _text.ToString();
    }

    private void Header()
    {
        Line($"// {plan.Name}: made by 'dataflux init' from {plan.About}; change it as you like.");
        if (plan.IsPartial)
        {
            Line("// Not all items were looked at: no column is \"not null\" but the key, numbers keep all digits, and what fits no column is kept in \"rest\".");
            Line("// 'dataflux init --all' looks at all of them, and chooses the types that fit.");
        }

        if (plan.Key.Count == 0)
            Line("// No attribute was found to be unique, so a hash of the whole item is the key. 'dataflux init --key' names the table's own.");
        else if (!plan.HasDeletes)
            Line($"// The key is {string.Join(" and ", plan.Key)}, as its values are unique: an export does not say the key. If it is another, use 'dataflux init --key'.");
    }

    private void Tables()
    {
        Line();
        Line("// Makes what is not there yet, so that the migration runs as it stands. Once the table has an owner, make it there and delete this.");
        Line("Task onStart(ISqlTarget target) => target.Execute(\"\"\"");
        for (var i = 0; i < plan.Entities.Count; i++)
        {
            var lines = TableSql.Lines(plan.Entities[i]);
            foreach (var line in lines.SkipLast(1).Append(i == plan.Entities.Count - 1 ? lines[^1] : lines[^1] + ";"))
            {
                Line("    " + line);
            }
        }

        Line("    \"\"\");");
    }

    private void Parsing()
    {
        Line();
        Line("// What an item is read as: null skips it, which is counted; an exception rejects it, with the reason.");
        if (IsSingle)
        {
            Row("parseItem", plan.Entities[0]);
            return;
        }

        foreach (var line in new KindSwitch(plan).Lines())
        {
            Line(line);
        }

        foreach (var entity in plan.Entities)
        {
            Line();
            Row("parse" + entity.Record, entity);
        }
    }

    private void Row(string function, Entity entity)
    {
        Line($"{entity.Row}{(IsSingle ? "?" : "")} {function}(Item item) => new(");
        Listed(entity.Columns.Select(static column => $"{column.Property}: {column.Read}"), ");");
    }

    private void Transforming()
    {
        Line();
        Line(IsSingle
            ? "// What a row is written as. With 'groupKey' the rows of one key come together, and make one record."
            : "// What a row is written as, in the table of its kind.");
        if (IsSingle)
        {
            Line(Call($"{plan.Entities[0].Record} transform(Row row) => new", Values(plan.Entities[0], "row"), indent: 4) + ";");
            return;
        }

        Line("IRecord transform(IRow row) => row switch");
        Line("{");
        foreach (var entity in plan.Entities)
        {
            Line(Call($"    {entity.Row} it => new {entity.Record}", Values(entity, "it"), indent: 8) + ",");
        }

        Line("    _ => throw new InvalidOperationException($\"no table for {row}\"),");
        Line("};");
    }

    private void Deleting()
    {
        Line();
        if (IsSingle)
        {
            Line("// Which record a deleted item takes away.");
            Line($"{plan.Entities[0].Record}Key? deleteItem(Item item) => new({KeyArguments(plan.Entities[0])});");
            return;
        }

        Line("// Which record a deleted item takes away: its key says nothing of its kind for certain, and is in one table only.");
        Line("IEnumerable<IKey> deleteItem(Item item) =>");
        Line("[");
        foreach (var entity in plan.Entities)
        {
            Line($"    new {entity.Record}Key({KeyArguments(entity)}),");
        }

        Line("];");
    }

    private void Functions()
    {
        var used = plan.Entities.SelectMany(static entity => entity.Columns).Select(static column => column.Type.Uses).OfType<ScriptFunction>().Distinct().ToList();
        var needed = used.Any(NeedsIs) ? used.Prepend(ScriptFunction.Is) : used;
        foreach (var function in needed)
        {
            Line();
            if (function.Comment.Length > 0)
                Line("// " + function.Comment);

            foreach (var line in function.Text.ReplaceLineEndings("\n").Split('\n'))
            {
                Line(line);
            }
        }
    }

    private static bool NeedsIs(ScriptFunction function) => function.Text.Contains("isOf(", StringComparison.Ordinal);

    private void Types()
    {
        if (!IsSingle)
        {
            Line();
            Line("interface IRow;");
            Line();
            Line("interface IRecord;");
            if (plan.HasDeletes)
            {
                Line();
                Line("interface IKey;");
            }
        }

        foreach (var entity in plan.Entities)
        {
            Types(entity);
        }

        if (!plan.Entities.Any(static entity => entity.HasRest))
            return;

        Line();
        Line("// The attributes that have columns, with the type each takes; null takes any.");
        Line("static class Columns");
        Line("{");
        foreach (var entity in plan.Entities.Where(static entity => entity.HasRest))
        {
            Line($"    internal static readonly Dictionary<string, AttributeType?> {entity.Record} = new()");
            Line("    {");
            foreach (var column in entity.Columns.Where(static column => column.Attribute.Length > 0))
            {
                Line($"        [{CSharpNames.Literal(column.Attribute)}] = {TypeIn(column.Type)},");
            }

            Line("    };");
        }

        Line("}");
    }

    private void Types(Entity entity)
    {
        Line();
        if (entity.Title.Length > 0)
            Line(string.Create(null, $"// {OneLine(entity.Title)}: {entity.Items:N0} items."));

        Line($"record {entity.Row}(");
        Listed(entity.Columns.Select(static column => $"{column.Clr} {column.Property}"), IsSingle ? ");" : ") : IRow;");
        Line();
        Line($"[Table({CSharpNames.Literal(entity.Table)})]");
        Line($"record {entity.Record}(");
        Listed(entity.Columns.Select(static column => $"{Attributes(column)}{column.Clr} {column.Property}"), IsSingle ? ");" : ") : IRecord;");
        if (!plan.HasDeletes)
            return;

        Line();
        Line($"[Table({CSharpNames.Literal(entity.Table)})]");
        var key = string.Join(", ", entity.Key.Select(static column => $"{Attributes(column)}{column.Clr} {column.Property}"));
        Line($"record {entity.Record}Key({key}){(IsSingle ? "" : " : IKey")};");
    }

    private static string Attributes(EntityColumn column)
    {
        var named = PostgreSqlNames.ColumnOf(column.Property) == column.Column ? "" : $"Column({CSharpNames.Literal(column.Column)})";
        var attributes = string.Join(", ", new[] { column.IsKey ? "Key" : "", named }.Where(static attribute => attribute.Length > 0));
        return attributes.Length == 0 ? "" : $"[property: {attributes}] ";
    }

    private static string KeyArguments(Entity entity) =>
        string.Join(", ", entity.Key.Select(static column => $"item.Keys{column.Read["item".Length..]}"));

    private static IEnumerable<string> Values(Entity entity, string row) => entity.Columns.Select(column => $"{row}.{column.Property}");

    private static string TypeIn(ColumnType type) =>
        type == ColumnType.Text || type == ColumnType.AnyText ? "AttributeType.S"
        : type == ColumnType.Number || type == ColumnType.AnyNumber ? "AttributeType.N"
        : type == ColumnType.AnyBoolean ? "AttributeType.BOOL"
        : type == ColumnType.Bytes || type == ColumnType.AnyBytes ? "AttributeType.B"
        : "null";

    private static string OneLine(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));

    private void Listed(IEnumerable<string> parts, string end)
    {
        var all = parts.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            Line($"    {all[i]}{(i == all.Count - 1 ? end : ",")}");
        }
    }

    /// <summary>A call on one line, or with as many arguments on each of the lines after it as fit.</summary>
    private static string Call(string function, IEnumerable<string> arguments, int indent)
    {
        const int width = 120;
        var all = arguments.ToList();
        var oneLine = $"{function}({string.Join(", ", all)})";
        if (oneLine.Length < width)
            return oneLine;

        var lines = new List<string> { function + "(" };
        var line = new string(' ', indent) + all[0];
        foreach (var argument in all.Skip(1))
        {
            if (line.Length + argument.Length + 3 > width)
            {
                lines.Add(line + ",");
                line = new string(' ', indent) + argument;
            }
            else
            {
                line += ", " + argument;
            }
        }

        return string.Join('\n', lines.Append(line)) + ")";
    }

    private void Line(string line = "") => _text.Append(line).Append('\n');
}
