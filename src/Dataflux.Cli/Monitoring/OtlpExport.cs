using Dataflux.Composing.Terminal;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// Sends the metrics by OTLP, as the standard variables say
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Only this type touches OpenTelemetry, and it is used only when
/// those variables are set: otherwise its assemblies are never loaded.
/// </summary>
internal static class OtlpExport
{
    private const string Variables = "OTEL_EXPORTER_OTLP_";
    private const int LongestFlush = 10_000;

    /// <summary>Whether an OTLP receiver is configured.</summary>
    internal static bool IsWanted(IReadOnlyDictionary<string, string> environment) =>
        environment.Any(variable => variable.Key.StartsWith(Variables, StringComparison.Ordinal) && variable.Value.Length > 0);

    /// <summary>Begins to send; what is not sent yet is sent when the result is disposed.</summary>
    internal static IDisposable Start()
    {
        var provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("dataflux", serviceVersion: ToolVersion.Text))
            .AddMeter(RunMeter.Name)
            .AddOtlpExporter()
            .Build();
        return new LastFlush(provider);
    }

    private sealed class LastFlush(MeterProvider provider) : IDisposable
    {
        // A receiver that is away must not hold up the end of a run for longer.
        public void Dispose()
        {
            provider.ForceFlush(LongestFlush);
            provider.Dispose();
        }
    }
}
