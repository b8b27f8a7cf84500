using Dataflux.Cli.Running;

namespace Dataflux.Cli.Checking;

/// <summary>Compiles the script and checks it against the contract.</summary>
/// <param name="composition">The script host.</param>
internal sealed class ScriptLayer(Composition composition) : ICheckLayer
{
    /// <inheritdoc/>
    public string Name => "script";

    /// <inheritdoc/>
    public Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        subject.Script = ProfileCheck.Load(composition, subject.Definition, out var problems);
        return Task.FromResult(new CheckOutcome($"profile {subject.Definition.ProfileShown}, SHA-256 {subject.Script.Hash}", problems));
    }
}
