using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>What a profile is to be written of.</summary>
internal sealed record ProfilePlan
{
    /// <summary>The migration's name.</summary>
    internal required string Name { get; init; }

    /// <summary>Its tables; at least one.</summary>
    internal required IReadOnlyList<Entity> Entities { get; init; }

    /// <summary>Whether there is only one.</summary>
    internal bool IsSingle => Entities.Count == 1;

    /// <summary>What tells them apart.</summary>
    internal required KindRule Rule { get; init; }

    /// <summary>The attribute that says which table an item is a row of, and is no column; <see langword="null"/>: there is none.</summary>
    internal string? TableAttribute { get; init; }

    /// <summary>The attributes of the key; empty when none were found.</summary>
    internal required IReadOnlyList<string> Key { get; init; }

    /// <summary>Whether the key of an item alone says of which kind it is.</summary>
    internal bool KeySaysKind { get; init; }

    /// <summary>Whether each kind has its own instead.</summary>
    internal bool KeysOfKinds { get; init; }

    /// <summary>How sure the key is, in a sentence; <see langword="null"/> when the user or the export said it.</summary>
    internal string? KeyDoubt { get; init; }

    /// <summary>What else is worth knowing, each in a sentence.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether there may be items that were not looked at.</summary>
    internal bool IsPartial { get; init; }

    /// <summary>Whether later exports will bring more items.</summary>
    internal bool MayGrow { get; init; }

    /// <summary>Whether deleted items come, as incremental exports bring them.</summary>
    internal bool HasDeletes { get; init; }

    /// <summary>Whether texts hold characters that databases cannot.</summary>
    internal bool HasUnstorable { get; init; }

    /// <summary>What was looked at, in a sentence.</summary>
    internal required string About { get; init; }
}
