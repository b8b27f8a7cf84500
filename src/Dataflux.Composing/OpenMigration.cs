using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Composing;

/// <summary>A definition's source and target, opened, with the plan and the profile for them.</summary>
internal sealed class OpenMigration : IAsyncDisposable
{
    private readonly ISource _source;
    private readonly ITargetConnection _target;

    private OpenMigration(ISource source, ITargetConnection target) => (_source, _target) = (source, target);

    /// <summary>The plan.</summary>
    internal MigrationPlan Plan { get; private set; } = null!;

    /// <summary>The profile, bound to the definition's options and the export's time.</summary>
    internal Profile Profile { get; private set; } = null!;

    /// <summary>Opens both.</summary>
    /// <param name="composition">The dialects.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="script">Its script.</param>
    /// <param name="observer">Told what happens.</param>
    /// <param name="log">Where the script's own words go.</param>
    /// <param name="redact">Strikes secrets out of what failures say.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="stop">Stops the call.</param>
    /// <param name="migrates">Whether the target is written to, and a stream therefore followed.</param>
    /// <exception cref="DatafluxException">The export cannot be read, or the script needs an option that is not given.</exception>
    internal static async Task<OpenMigration> OpenAsync(
        Composition composition, Definition definition, LoadedProfile script, IMigrationObserver observer, ProfileLog log,
        Func<string, string> redact,
        TimeProvider time, CancellationToken stop, bool migrates = true)
    {
        var settings = migrates ? definition.SourceSettings : definition.SourceToLookAt;
        var source = composition.Dialects.Source(definition.Source.Type).Create(settings);
        var opened = new OpenMigration(source, composition.TargetOf(definition));
        try
        {
            opened._target.ConnectAhead();
            var export = await ExportOpening.OpenAsync(source, definition.Migration, observer, time, stop);
            opened.Profile = Bind(script, new ProfileContext(definition.Options, export.Time, log));
            opened.Plan = new MigrationPlan
            {
                Name = definition.Name,
                Source = source,
                Export = export,
                Target = opened._target,
                StateFolder = definition.StateFolder,
                DefinitionHash = definition.Hash,
                Nul = definition.Nul,
                SkipDeletes = definition.SkipDeletes,
                Coverage = definition.Coverage,
                Observer = observer,
                Options = definition.Migration,
                Time = time,
                Redact = redact,
            };
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes both.</summary>
    public async ValueTask DisposeAsync()
    {
        await _target.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static Profile Bind(LoadedProfile script, ProfileContext context)
    {
        try
        {
            return script.Bind(context);
        }
        catch (OptionException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
