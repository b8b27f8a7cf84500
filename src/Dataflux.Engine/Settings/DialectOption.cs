namespace Dataflux.Engine.Settings;

/// <summary>A key that a dialect takes under <c>source:</c> or <c>target:</c> of a definition.</summary>
/// <param name="Name">The key, such as <c>bucket</c>.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Description">What it means, its unit and default; shown in the schema and the documentation.</param>
public sealed record DialectOption(string Name, OptionKind Kind, string Description)
{
    /// <summary>
    /// A value as it is written in a definition, for the schema and the documentation. One that holds a secret writes it as <c>secret</c>.
    /// </summary>
    public string? Example { get; init; }

    /// <summary>Whether the dialect cannot work without it.</summary>
    public bool Required { get; init; }

    /// <summary>Another option that must not be given beside this one; <see langword="null"/>: there is none.</summary>
    public string? Excludes { get; init; }

    /// <summary>Whether its value must never be shown or stored.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether it is the path of something that is read: a run cannot begin before it is there.</summary>
    public bool MustExist { get; init; }

    /// <summary>Whether a path may be a URL such as <c>store://place/folder</c>, which stays as it is.</summary>
    public bool MayBeUrl { get; init; }

    /// <summary>
    /// Whether another value makes another migration, to which a state folder of this one does not belong. The default is
    /// <see langword="true"/>; <see langword="false"/> for speeds, timeouts and ways of connecting.
    /// </summary>
    public bool DecidesResult { get; init; } = true;

    /// <summary>The flag of the command line that sets it; <see langword="null"/>: <c>--set</c> alone does.</summary>
    public DialectFlag? Flag { get; init; }

    /// <summary>The values allowed; empty: any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
