using System.Runtime.InteropServices;
using Dataflux.Cli.Output;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;

namespace Dataflux.Tests.Cli;

public sealed class StopSignalTests : IDisposable
{
    private readonly List<int> _exits = [];
    private readonly List<string> _said = [];
    private readonly StopSignals _signals;

    public StopSignalTests() => _signals = new StopSignals(_said.Add, _exits.Add);

    public void Dispose() => _signals.Dispose();

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGHUP, 143)]
    public void The_first_signal_asks_and_the_second_ends(PosixSignal signal, int code)
    {
        Assert.Null(_signals.ExitCode);
        _signals.Receive(signal);
        Assert.True(_signals.Stop.IsCancellationRequested);
        Assert.Equal(code, _signals.ExitCode);
        Assert.Single(_said);
        Assert.Empty(_exits);

        _signals.Receive(PosixSignal.SIGINT);
        Assert.Equal([130], _exits);
        Assert.Equal(code, _signals.ExitCode);
    }

    [Theory]
    [InlineData(false, 45)]
    [InlineData(true, 5)]
    public void A_run_that_does_not_end_is_ended_in_the_stated_time(bool stuck, int seconds)
    {
        var time = new ManualTime();
        using var signals = new StopSignals(_said.Add, _exits.Add) { Time = time, IsStuck = () => stuck, GaveUp = RunLines.GaveUp };
        signals.Receive(PosixSignal.SIGTERM);

        time.Advance(seconds - 1);
        signals.EndIfOverdue();
        Assert.Empty(_exits);
        time.Advance(1);
        signals.EndIfOverdue();
        signals.EndIfOverdue();

        Assert.Equal([143], _exits);
        Assert.Equal(
            $"Not ended after {seconds}.0 s: stopping at once, which is safe. What was committed stays. Next: run the same command again "
            + "to resume", _said[^1]);
    }

    [Fact]
    public void A_closed_output_falls_silent()
    {
        using var closed = new ClosedWriter();
        using var writer = new ForgivingWriter(closed);
        writer.WriteLine("one");
        writer.WriteLine("two");
        writer.Flush();

        Assert.Equal(1, closed.Calls);
    }

    private sealed class ClosedWriter : StringWriter
    {
        internal int Calls { get; private set; }

        public override void WriteLine(string? value)
        {
            Calls++;
            throw new IOException("Broken pipe");
        }
    }
}
