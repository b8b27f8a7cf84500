using Dataflux.Engine.Ground;
using Dataflux.Engine.Pipeline;
using Dataflux.Engine.Rejects;

namespace Dataflux.Engine.Tracing;

/// <summary>
/// Keeps what the stages say of the one piece of work they have at hand: an item, or a group. The tracer asks after each.
/// </summary>
internal sealed class TraceAccount(string part) : IItemAccount
{
    private SkipReason? _skipped;
    private Reject? _rejected;

    public string Part => part;

    public bool IsAgain => false;

    public void Read(int items, long bytes)
    {
    }

    public void Skip(SkipReason reason, long items)
    {
        if (items > 0)
            _skipped = reason;
    }

    public void Reject(Stage stage, Reject reject, OriginalLine? item = null) => _rejected = reject;

    /// <summary>What was said since it was asked last.</summary>
    internal (string? SkippedBy, Reject? Rejected) Take()
    {
        var said = (_skipped is { } reason ? StageNames.Of(reason.ToString()) : null, _rejected);
        (_skipped, _rejected) = (null, null);
        return said;
    }
}
