using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Diagnosing;

/// <summary>One run of <c>dataflux doctor</c>.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="definition">The definition; <see langword="null"/>: only the machine is looked at.</param>
internal sealed class DoctorRun(CommandConsole console, Composition composition, Definition? definition)
{
    private int _cautions;
    private int _problems;

    /// <summary>Looks, and writes a line for each finding as it comes.</summary>
    /// <param name="stop">Stops it.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        foreach (var found in new MachineDiagnosis(console).Find(definition?.StateFolder ?? console.WorkingDirectory))
            Write(found);

        if (definition is not null)
        {
            await foreach (var found in new DefinitionDiagnosis(console, composition, definition).FindAsync(stop))
                Write(found);
        }
        else
        {
            foreach (var server in composition.Dialects.Targets.Select(static dialect => dialect.Server).OfType<IPrivateServer>())
                Write(await PrivateServer.FindAsync(server, settings: null, stop));
        }

        console.Out.WriteLine(_problems > 0
            ? $"{Figures.Count(_problems, "problem")} and {Figures.Count(_cautions, "caution")}: a run would not begin, or not end well"
            : _cautions > 0 ? $"nothing stands in the way of a run; {Figures.Count(_cautions, "caution")}"
            : "nothing stands in the way of a run");
        return _problems > 0 ? ExitCode.Failed : ExitCode.Complete;
    }

    private void Write(Diagnosis found)
    {
        _cautions += found.Standing == Standing.Caution ? 1 : 0;
        _problems += found.Standing == Standing.Problem ? 1 : 0;
        console.Out.WriteLine(found.Line);
    }
}
