namespace Dataflux.Profiles;

/// <summary>What a profile may know about its run: the definition's options, the export's time and a logger. Nothing else.</summary>
public sealed class ProfileContext
{
    private readonly IReadOnlyDictionary<string, object?> _options;

    /// <summary>Creates a context; the engine does this once per run, tests of a profile may too.</summary>
    /// <param name="options">The <c>options:</c> of the definition.</param>
    /// <param name="exportTime">The time the export shows the table at.</param>
    /// <param name="log">Where the profile's messages go.</param>
    public ProfileContext(IReadOnlyDictionary<string, object?> options, DateTimeOffset exportTime, ProfileLog log)
    {
        _options = options;
        ExportTime = exportTime;
        Log = log;
    }

    /// <summary>
    /// The time the export shows the table at: a deterministic "now". Use it for <c>createdAt</c> and its kind;
    /// a wall clock would make two runs of one export differ.
    /// </summary>
    public DateTimeOffset ExportTime { get; }

    /// <summary>The profile's logger; its lines appear in <c>run.log</c> with the profile's name.</summary>
    public ProfileLog Log { get; }

    /// <summary>An option of the definition, <see langword="default"/> when it is not given.</summary>
    /// <typeparam name="T">The type wanted: string, bool, a number type, an enum or their nullable forms.</typeparam>
    /// <param name="name">The option's name under <c>options:</c>, case-sensitive.</param>
    /// <returns>The value, converted without loss.</returns>
    /// <exception cref="OptionException">The value does not fit <typeparamref name="T"/>.</exception>
    public T? Get<T>(string name) =>
        _options.TryGetValue(name, out var value) && value is not null ? OptionConverter.Convert<T>(name, value) : default;

    /// <summary>An option of the definition that must be given.</summary>
    /// <typeparam name="T">The type wanted, see <see cref="Get{T}"/>.</typeparam>
    /// <param name="name">The option's name under <c>options:</c>, case-sensitive.</param>
    /// <returns>The value, converted without loss.</returns>
    /// <exception cref="OptionException">The option is missing or does not fit <typeparamref name="T"/>.</exception>
    public T Require<T>(string name) =>
        _options.TryGetValue(name, out var value) && value is not null
            ? OptionConverter.Convert<T>(name, value)!
            : throw new OptionException(
                $"option '{name}' is not set; set it under 'options:' in the definition or with --set {name}=value");
}
