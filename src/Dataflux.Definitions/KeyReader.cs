using Dataflux.Definitions.Ground;
using Dataflux.Engine.Plans;

using Dataflux.Engine.Ground;
namespace Dataflux.Definitions;

/// <summary>Reads the definition's own scalar keys over all layers.</summary>
/// <param name="reader">Reads single settings.</param>
/// <param name="layers">The layers.</param>
/// <param name="file">Where to report a required key that is not given.</param>
internal sealed class KeyReader(SettingReader reader, Layers layers, Place file)
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Where the values read so far were written.</summary>
    internal IReadOnlyDictionary<string, Place> Places => _places;

    /// <summary>A key's value; <see langword="null"/> when it is not given or wrong, which has been reported.</summary>
    internal T? Read<T>(DefinitionKey key)
        where T : class => Read(key) as T;

    /// <summary>A key's value; <see langword="null"/> when it is not given or wrong, which has been reported.</summary>
    internal T? Value<T>(DefinitionKey key)
        where T : struct => Read(key) as T?;

    /// <summary>How fast and how patiently to work.</summary>
    internal MigrationOptions Migration()
    {
        var options = new MigrationOptions();
        return new GroupReader(reader, layers, _places).Read(options with
        {
            BatchSize = (int?)Value<long>(DefinitionKeys.BatchSize),
            Readers = (int)(Value<long>(DefinitionKeys.Readers) ?? options.Readers),
            Writers = (int)(Value<long>(DefinitionKeys.Writers) ?? options.Writers),
            MaxRejects = Read<RejectLimit>(DefinitionKeys.MaxRejects),
            RetryFor = Value<TimeSpan>(DefinitionKeys.RetryFor) ?? options.RetryFor,
            MaxRate = Value<double>(DefinitionKeys.MaxRate),
            MaxReplicaLag = Value<TimeSpan>(DefinitionKeys.MaxReplicaLag),
            Limit = Value<long>(DefinitionKeys.Limit),
            KeepsImages = Read<string>(DefinitionKeys.Undo) == "keep",
            Checkpoint = Read<string>(DefinitionKeys.Checkpoint) == "target" ? CheckpointPlace.Target : CheckpointPlace.Folder,
        });
    }

    private object? Read(DefinitionKey key)
    {
        // What belongs to one definition was already refused in dataflux.yaml.
        var setting = key.Shared
            ? reader.Read(ValueRule.Of(key), layers.Flags, layers.Environment, layers.Definition, layers.Project)
            : reader.Read(ValueRule.Of(key), layers.Flags, layers.Environment, layers.Definition);
        if (setting is not null)
            _places[key.Name] = setting.Place;
        else if (key.Required)
            reader.Report(file, ProblemCode.MissingKey, $"'{key.Name}' is not given; write '{key.Name}: …'. {key.Description}");

        return setting?.Value;
    }
}
