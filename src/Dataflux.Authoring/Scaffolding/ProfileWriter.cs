using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>
/// Writes a profile. The functions stand before the types, which makes no difference to a script, but lets editors that know only
/// plain C# read it as a program.
/// </summary>
/// <param name="plan">What to write.</param>
/// <param name="scaffold">Names columns.</param>
internal sealed class ProfileWriter(ProfilePlan plan, ITableScaffold scaffold)
{
    private readonly ProfileText _text = new();

    /// <summary>The script's text.</summary>
    internal string Write()
    {
        Header();
        Parsing();
        if (plan.HasDeletes)
            Deleting();

        Functions();
        new ProfileTypes(plan, _text, scaffold).Write();
        return _text.ToString();
    }

    private void Header()
    {
        _text.Comment($"{plan.Name}: made by 'dataflux init' from {plan.About}; change it as you like.");
        if (plan.IsPartial)
        {
            _text.Comment(
                "Not all items were looked at: only the key is never null, numbers keep all digits, \"rest\" has what fits no column.");
            _text.Comment("'dataflux init --all' looks at all of them, and chooses the types that fit.");
        }
        else if (plan.MayGrow)
        {
            var others = plan.Entities.FirstOrDefault(static entity => entity.TakesOthers && entity.IsOfDocuments);
            _text.Comment("Later exports bring more: \"rest\" takes attributes that were never seen"
                + (others is null ? "." : $", table {others.Table} items of kinds that were never seen."));
        }

        if (plan.KeyDoubt is { } doubt)
            _text.Comment(doubt);

        foreach (var note in plan.Notes)
            _text.Comment(note);
    }

    private void Parsing()
    {
        _text.Line();
        _text.Comment("What an item is read and written as: null skips it, which is counted; an exception rejects it, with the reason.");
        if (plan.IsSingle)
        {
            Record($"{plan.Entities[0].Record}? parseItem", plan.Entities[0]);
            return;
        }

        foreach (var line in new KindSwitch(plan).Lines())
            _text.Line(line);

        foreach (var entity in plan.Entities)
        {
            _text.Line();
            Record($"{entity.Record} parse{entity.Record}", entity);
        }
    }

    private void Record(string function, Entity entity)
    {
        _text.Listed($"{function}(Item item) => new", entity.Columns.Select(static column => $"{column.Property}: {column.Read}"), ";");
    }

    private void Deleting()
    {
        _text.Line();
        if (plan.IsSingle)
        {
            _text.Comment("Which record to delete for a deleted item.");
            _text.Line($"{plan.Entities[0].Record}Key? deleteItem(Item item) => new({plan.Entities[0].KeyArguments});");
            return;
        }

        if (plan.KeySaysKind)
        {
            _text.Comment("Which record to delete for a deleted item: its key says which kind it is.");
            foreach (var line in new KindSwitch(plan).LinesOfKeys())
                _text.Line(line);
            return;
        }

        _text.Comment(
            "Which record to delete for a deleted item: its key does not say for certain which kind it is, and is in one table only.");
        _text.Line("IEnumerable<IKey> deleteItem(Item item) =>");
        _text.Line("[");
        foreach (var entity in plan.Entities)
            _text.Line($"    new {entity.Record}Key({entity.KeyArguments}),");

        _text.Line("];");
    }

    private void Functions()
    {
        var used = plan.Entities.SelectMany(static entity => entity.Columns)
            .Select(static column => column.Uses)
            .OfType<ScriptFunction>()
            .SelectMany(static function => function.Needs is { } needed ? new[] { needed, function } : [function])
            .Distinct();
        foreach (var function in used)
        {
            _text.Line();
            if (function.Comment.Length > 0)
                _text.Comment(function.Comment);

            foreach (var line in function.Text.ReplaceLineEndings("\n").Split('\n'))
                _text.Line(line);
        }
    }
}
