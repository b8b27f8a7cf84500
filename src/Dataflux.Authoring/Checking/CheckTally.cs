namespace Dataflux.Authoring.Checking;

/// <summary>What a check came to.</summary>
/// <param name="Errors">Problems that forbid a run.</param>
/// <param name="Warnings">Findings that do not.</param>
internal sealed record CheckTally(int Errors, int Warnings)
{
    /// <summary>The exit code of the command.</summary>
    internal int ExitCode => Errors == 0 ? Engine.Ground.ExitCode.Complete : Engine.Ground.ExitCode.Usage;
}
