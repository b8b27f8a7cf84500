using System.Globalization;
using System.Runtime.CompilerServices;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Targets;

namespace Dataflux.Authoring.Diagnosing;

/// <summary>What a definition needs: its credentials, its source, its target. Reads only; a private server is not started.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="definition">The definition.</param>
internal sealed class DefinitionDiagnosis(CommandConsole console, Composition composition, Definition definition)
{
    // Somebody waits in front of the screen.
    private static readonly MigrationOptions Patience = new() { RetryFor = TimeSpan.FromSeconds(3) };

    // Less than that is the time that asking takes.
    private static readonly TimeSpan ClockDrift = TimeSpan.FromSeconds(5);

    /// <summary>Looks.</summary>
    /// <param name="stop">Stops it.</param>
    internal async IAsyncEnumerable<Diagnosis> FindAsync(
        [EnumeratorCancellation] CancellationToken stop)
    {
        yield return Credentials();
        yield return await SourceAsync(stop);
        var dialect = composition.DialectOf(definition);
        if (dialect.Server?.IsMeantBy(definition.TargetSettings) == true)
        {
            yield return await PrivateServer.FindAsync(dialect.Server, definition.TargetSettings, stop);
            yield break;
        }

        foreach (var found in await TargetAsync(stop))
            yield return found;
    }

    // Names and whether there is a value: never the value.
    private Diagnosis Credentials()
    {
        var options = new[] { definition.Source, definition.Target }
            .SelectMany(static choice => choice.Shape.Options.Where(option => option.Secret && choice.Values.ContainsKey(option.Name)))
            .Select(static option => $"'{option.Name}' is given");
        var variables = composition.Dialects.Source(definition.Source.Type).SecretVariables
            .Concat(composition.DialectOf(definition).SecretVariables)
            .Where(name => !string.IsNullOrEmpty(console.Environment.GetValueOrDefault(name)))
            .Distinct(StringComparer.Ordinal)
            .Select(static name => $"{name} is set");
        var given = options.Concat(variables).ToList();
        return new(
            Standing.Ok, "credentials",
            given.Count > 0 ? string.Join(", ", given) : "none in the definition or the environment: clients look where they always do");
    }

    private async Task<Diagnosis> SourceAsync(CancellationToken stop)
    {
        try
        {
            await using var source = composition.Dialects.Source(definition.Source.Type).Create(definition.SourceToLookAt);
            var export = await ExportOpening.OpenAsync(source, Patience, new SilentObserver(), console.Time, stop);
            var items = export.ItemCount is { } count ? Figures.Count(count, "item") : "an unknown number of items";
            return new(Standing.Ok, "source", $"{export.Location}: {items}, as of {export.Time.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        }
        catch (DatafluxException e)
        {
            return new(Standing.Problem, "source", e.Message, "'dataflux inspect' lists what is there");
        }
    }

    private async Task<IReadOnlyList<Diagnosis>> TargetAsync(CancellationToken stop)
    {
        await using var target = composition.TargetOf(definition);
        try
        {
            if (await target.ReportAsync(stop) is not { } report)
                return [new(Standing.Ok, "target", $"{target.Location}: says nothing of itself; 'dataflux check --connect' looks closer")];

            var found = new List<Diagnosis> { new(Standing.Ok, "target", $"{target.Location}: {report.Server}, user {report.User}") };
            found.AddRange(report.Lacks.Select(static lack => new Diagnosis(Standing.Problem, "rights", lack)));
            if (report.Lacks.Count == 0)
            {
                found.Add(new(
                    Standing.Ok, "rights",
                    $"{report.User} may make temporary tables and tables; 'check --connect' looks at the rights on each table"));
            }

            found.Add(Clock(console.Time.GetUtcNow() - report.Time));
            return found;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // Whatever the client throws is what is wrong with the target.
            return [new(Standing.Problem, "target", $"{target.Location}: {target.MessageOf(e)}")];
        }
    }

    private static Diagnosis Clock(TimeSpan ahead)
    {
        var seconds = Math.Round(Math.Abs(ahead.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ahead.Duration() < ClockDrift
            ? new(Standing.Ok, "clock", "agrees with the target's")
            : new(
                Standing.Caution, "clock", $"is {seconds} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the target's",
                "set it by NTP: AWS refuses requests from 300 s, and logs are hard to compare");
    }
}
