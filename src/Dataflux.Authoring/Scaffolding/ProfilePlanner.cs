using System.Globalization;
using Dataflux.Authoring.Inspection;
using Dataflux.Composing.Output;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Inspection;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Decides on tables, columns and types from what was found in an export.</summary>
/// <param name="migration">The migration's name.</param>
/// <param name="report">What was found.</param>
/// <param name="wantedKey">The key's attributes where the user names them; empty: the likeliest ones.</param>
/// <param name="scaffold">Names tables and columns.</param>
internal sealed class ProfilePlanner(string migration, InspectionReport report, IReadOnlyList<string> wantedKey, ITableScaffold scaffold)
{
    private const string OtherKinds = "(other kinds)";

    // As KeyFinder has it: among fewer items, any values are unique.
    private const int ItemsToTell = 20;
    private readonly ExportInspection _found = report.Inspection;
    private readonly EntityNames _names = new(migration, report.Inspection.KindRule, scaffold);

    /// <summary>The plan.</summary>
    /// <exception cref="UsageException">The key is not in all items.</exception>
    internal ProfilePlan Plan()
    {
        var kinds = _found.Kinds.Where(static kind => kind.Items > kind.Deletes).ToList();
        var key = Key(kinds);
        return new ProfilePlan
        {
            Name = migration,
            Entities = Entities(kinds, key),
            Rule = _found.KindRule,
            Key = key,
            KeySaysKind = ComposedKey.IsWholeKey(_found.KindRule, key),
            KeysOfKinds = KeysOfKinds,
            KeyDoubt = KeyDoubt(key),
            IsPartial = IsPartial,
            MayGrow = MayGrow,
            HasDeletes = key.Count > 0, // the next export may be an incremental one, and without them what is deleted stays
            HasUnstorable = kinds.SelectMany(static kind => kind.Attributes)
                .Any(static attribute => attribute.Texts is { WithNul: > 0 } or { WithLoneSurrogate: > 0 }),
            About = About(kinds.Count),
        };
    }

    // What the user names is the key of all items.
    private bool KeysOfKinds => wantedKey.Count == 0 && KindKey.IsOfEach(_found);

    private IReadOnlyList<string> KeyOf(KindInspection kind, IReadOnlyList<string> key) =>
        KeysOfKinds && KindKey.Of(kind, _found) is { } own ? own.Attributes : key;

    // A limit that was reached, as the notices say, leaves something unseen as well.
    private bool IsPartial => _found.IsSample || _found.Notices.Count > 0;

    // Later items may lack what these have, and bring what these lack.
    private bool MayGrow => report.Inspected.IsChain || _found.Deletes > 0 || _found.Keys.Any(static key => key.FromExport);

    private List<Entity> Entities(List<KindInspection> kinds, IReadOnlyList<string> key)
    {
        if (kinds.Count == 1)
            return [TheOnly(kinds, key)];

        var entities = new List<Entity>();
        var others = new List<KindInspection>();
        foreach (var kind in kinds)
        {
            var own = KeyOf(kind, key);
            var sign = _found.KindRule.By == KindRuleType.Attributes ? Sign(kind, kinds, key) : null;
            if (kind.Name == OtherKinds || (_found.KindRule.By == KindRuleType.Attributes && sign is null))
            {
                others.Add(kind);
                continue;
            }

            var name = _names.Of(kind, own, sign, KeysOfKinds);
            entities.Add(EntityOf(name, _names.Table(name), [kind], own) with { Title = kind.Name, Where = kind.Where, Sign = sign });
        }

        if (entities.Count == 0)
            return [TheOnly(others, key)];

        AddOthers(entities, others, kinds, KeysOfKinds ? [] : key);
        return ParentRows.Referred(entities);
    }

    /// <summary>Kinds that nothing tells apart get one table; kinds that were never seen, but may come, one of documents.</summary>
    private void AddOthers(List<Entity> entities, List<KindInspection> others, List<KindInspection> kinds, IReadOnlyList<string> key)
    {
        if (others.Count == 0 && !IsPartial && !MayGrow)
            return;

        var name = _names.Other();
        entities.Add(others.Count > 0 && _found.KindRule.By == KindRuleType.Attributes
            ? EntityOf(name, _names.Table(name), others, key) with { Title = "others", TakesOthers = true }
            : new Entity
            {
                Record = name,
                Table = _names.Table(name),
                Title = "items of other kinds",
                Items = others.Sum(static kind => kind.Items),
                Columns = new EntityColumns(name, key, IsPartial, MayGrow, scaffold).OfOthers(kinds),
                TakesOthers = true,
                IsOfDocuments = true,
            });
    }

    private Entity TheOnly(IReadOnlyList<KindInspection> kinds, IReadOnlyList<string> key) =>
        EntityOf(_names.Single(), _names.Table(record: null), kinds, key) with { TakesOthers = true };

    private Entity EntityOf(string record, string table, IReadOnlyList<KindInspection> kinds, IReadOnlyList<string> key)
    {
        var columns = new EntityColumns(record, key, IsPartial, MayGrow, scaffold);
        if (kinds is [var only])
            columns.Composed = ComposedKey.Of(only, _found.KindRule, key);

        return new Entity
        {
            Record = record,
            Table = table,
            Items = kinds.Sum(static kind => kind.Items - kind.Deletes),
            Columns = columns.Of(kinds),
            Constants = columns.Constants,
        };
    }

    /// <summary>The attribute that all items of a kind have, and no others.</summary>
    private static string? Sign(KindInspection kind, List<KindInspection> kinds, IReadOnlyList<string> key) => kind.Attributes
        .Where(attribute => attribute.Name is { } name && attribute.Present == attribute.Of && !key.Contains(name, StringComparer.Ordinal)
            && kinds.TrueForAll(other => other == kind || other.Attributes.All(known => known.Name != name)))
        .Select(static attribute => attribute.Name)
        .FirstOrDefault();

    private IReadOnlyList<string> Key(List<KindInspection> kinds)
    {
        if (kinds.Count == 0)
        {
            throw new UsageException(
                $"{report.Inspected.Location} holds no items to learn from; "
                + $"run 'dataflux init {migration}' without --from for a profile to start with");
        }

        foreach (var name in wantedKey)
        {
            var lacking = kinds.Find(kind => !kind.Attributes.Any(found => found.Name == name && found.Present == found.Of));
            if (lacking is not null)
            {
                throw new UsageException(
                    $"--key names '{name}', which not all items have (kind '{lacking.Name}'); "
                    + "expected the table's key, see: dataflux inspect");
            }
        }

        return wantedKey.Count > 0 ? wantedKey : KeysOfKinds || _found.Keys.Count == 0 ? [] : _found.Keys[0].Attributes;
    }

    private string? KeyDoubt(IReadOnlyList<string> key)
    {
        if (wantedKey.Count > 0 || _found.Keys is [{ FromExport: true }, ..])
            return null;

        if (KeysOfKinds)
        {
            return "No attribute is unique in all items, so each table has the key of its own kind, as far as values were compared. "
                + "'dataflux init --key' takes one for all.";
        }

        if (key.Count == 0 && _found.Items < ItemsToTell)
        {
            return $"Only {Figures.Count(_found.Items, "item")}: too few to tell the key by its values, so a hash of the whole item is it. "
                + "Name the table's key with 'dataflux init --key'.";
        }

        if (key.Count == 0)
        {
            return "No attribute is certain to be the key, so a hash of the whole item is: an item that changes becomes another row. "
                + "Name the table's key with 'dataflux init --key'.";
        }

        if (_found.Keys[0].Repeated > 0)
        {
            return $"{string.Join(" with ", key)} is nearly a key: {RepeatedKey.Of(_found.Keys[0])}, and of such items the last one is "
                + "kept. 'dataflux init --key' takes another.";
        }

        var certainty = _found.Keys[0].IsCertainlyUnique && !IsPartial ? "" : ", as far as values were compared";
        return $"An export does not say its key: {string.Join(" with ", key)} is unique{certainty}. 'dataflux init --key' takes another.";
    }

    private string About(int kinds)
    {
        var all = report.Inspected.Items is { } total && total != _found.Items
            ? string.Create(CultureInfo.InvariantCulture, $"{_found.Items:N0} of {total:N0} items")
            : string.Create(CultureInfo.InvariantCulture, $"{_found.Items:N0} {(_found.Items == 1 ? "item" : "items")}");
        return kinds == 1 ? all : $"{all} of {kinds} kinds";
    }
}
