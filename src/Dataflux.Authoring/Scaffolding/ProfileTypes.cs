using Dataflux.Composing.Output;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Writes the types of a profile: records, keys of deletes, and what is known of columns where not all is.</summary>
/// <param name="plan">What to write.</param>
/// <param name="text">Receives it.</param>
/// <param name="scaffold">Names columns.</param>
internal sealed class ProfileTypes(ProfilePlan plan, ProfileText text, ITableScaffold scaffold)
{
    /// <summary>Writes them.</summary>
    internal void Write()
    {
        string[] kinds = plan.IsSingle ? [] : plan.HasDeletes ? ["IRecord", "IKey"] : ["IRecord"];
        foreach (var kind in kinds)
        {
            text.Line();
            text.Line($"interface {kind};");
        }

        foreach (var entity in plan.Entities)
            Types(entity);

        if (plan.Entities.Any(static entity => entity.HasRest))
            Columns();
    }

    private void Types(Entity entity)
    {
        text.Line();
        if (entity.Title.Length > 0)
            text.Comment($"{entity.Title}: {Figures.Count(entity.Items, "item")}.");

        text.Line($"[Table({CSharpNames.Literal(entity.Table)})]");
        text.Listed($"record {entity.Record}", entity.Columns.Select(Mapped), plan.IsSingle ? ";" : " : IRecord;");
        if (!plan.HasDeletes)
            return;

        text.Line();
        text.Line($"[Table({CSharpNames.Literal(entity.Table)})]");
        text.Line($"record {entity.Record}Key({string.Join(", ", entity.Key.Select(Mapped))}){(plan.IsSingle ? "" : " : IKey")};");
    }

    private void Columns()
    {
        text.Line();
        text.Comment("The attributes that have columns, with the type each takes; null takes any.");
        text.Line("static class Columns");
        text.Line("{");
        foreach (var entity in plan.Entities.Where(static entity => entity.HasRest))
        {
            text.Line($"    internal static readonly Dictionary<string, AttributeType?> {entity.Record} = new()");
            text.Line("    {");
            foreach (var column in entity.Columns.Where(static it => it.Attribute.Length > 0).DistinctBy(static it => it.Attribute))
                text.Line($"        [{CSharpNames.Literal(column.Attribute)}] = {TypeIn(column.Type)},");

            foreach (var (attribute, _) in entity.Constants)
                text.Line($"        [{CSharpNames.Literal(attribute)}] = null,");

            text.Line("    };");
        }

        text.Line("}");
    }

    /// <summary>A property with the attributes that say where it goes.</summary>
    private string Mapped(EntityColumn column)
    {
        var isDefault = scaffold.ColumnOf(column.Property) == column.Column;
        var attributes = new List<string>();
        if (column.IsKey)
            attributes.Add("Key");

        if (!isDefault)
            attributes.Add($"Column({CSharpNames.Literal(column.Column)})");

        return $"{(attributes.Count == 0 ? "" : $"[property: {string.Join(", ", attributes)}] ")}{column.Clr} {column.Property}";
    }

    private static string TypeIn(ColumnType type) =>
        type == ColumnType.Text || type == ColumnType.AnyText ? "AttributeType.S"
        : type == ColumnType.Number || type == ColumnType.AnyNumber ? "AttributeType.N"
        : type == ColumnType.AnyBoolean ? "AttributeType.BOOL"
        : type == ColumnType.Bytes || type == ColumnType.AnyBytes ? "AttributeType.B"
        : "null";
}
