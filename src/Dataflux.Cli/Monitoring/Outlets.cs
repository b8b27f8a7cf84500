using System.Runtime.CompilerServices;
using Dataflux.Cli.Output;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// Where a run's numbers go besides its own files: the metrics page, OTLP, the dashboard. Only what was asked for is there.
/// </summary>
internal sealed class Outlets : IAsyncDisposable
{
    internal const string MetricsPath = "/metrics";
    private readonly List<PageServer> _servers = [];
    private readonly List<IDisposable> _owned = [];
    private readonly List<IMigrationObserver> _observers = [];

    private Outlets()
    {
    }

    /// <summary>What counts for them while the run goes on.</summary>
    internal IReadOnlyList<IMigrationObserver> Observers => _observers;

    /// <summary>Opens what the view and the environment ask for.</summary>
    /// <exception cref="UsageException">A port cannot be listened at.</exception>
    internal static async Task<Outlets> OpenAsync(
        RunView view, RunMonitor monitor, RunLog log, IReadOnlyDictionary<string, string> environment)
    {
        var outlets = new Outlets();
        try
        {
            if (view.MetricsPort is { } port)
                outlets.ServeMetrics(view.MetricsHost, port, monitor, log);
            if (view.DashboardPort is { } dashboard)
                outlets.ServeDashboard(dashboard, monitor, log);
            if (OtlpExport.IsWanted(environment))
                outlets.Export(monitor, log);
        }
        catch
        {
            await outlets.DisposeAsync();
            throw;
        }

        return outlets;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            owned.Dispose();

        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    // Not inlined, so that the library's assembly is loaded only when this is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ServeMetrics(string host, int port, RunMonitor monitor, RunLog log)
    {
        var page = new PrometheusPage(monitor);
        _observers.Add(page);
        var server = PageServer.Start(host, port, new Dictionary<string, Page>(StringComparer.Ordinal)
        {
            [MetricsPath] = new(PrometheusPage.ContentType, page.WriteAsync),
        });
        _servers.Add(server);
        var address = server.AddressOf(MetricsPath);
        monitor.Set(status => status with { Metrics = address });
        log.Info(RunLines.MetricsAt(address));
    }

    private void ServeDashboard(int port, RunMonitor monitor, RunLog log)
    {
        var server = PageServer.Start("127.0.0.1", port, new Dictionary<string, Page>(StringComparer.Ordinal)
        {
            ["/"] = Page.For("text/html; charset=utf-8", () => RunPage.Of(monitor.Picture(), live: true)),
            ["/picture.json"] = Page.For("application/json", () => RunPage.Data(monitor.Picture())),
        });
        _servers.Add(server);
        var address = server.AddressOf("/");
        monitor.Set(status => status with { Dashboard = address });
        log.Info(RunLines.DashboardAt(address));
    }

    // Not inlined, so that OpenTelemetry's assemblies are loaded only when this is called. Flushed before the meter goes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Export(RunMonitor monitor, RunLog log)
    {
        var meter = new RunMeter(monitor);
        _observers.Add(meter);
        _owned.Add(OtlpExport.Start());
        _owned.Add(meter);
        log.Info(RunLines.MetricsExported);
    }
}
