using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Grouping;

/// <summary>The whole export cannot be grouped with this profile or for this run. Nothing was touched.</summary>
internal sealed class GroupScopeException(string why) : DatafluxException($"'group: scope: export' {why}")
{
    public override int ExitCode => Ground.ExitCode.Usage;
}
