using Dataflux.Authoring.Checking.Findings;
using Dataflux.Composing;

namespace Dataflux.Authoring.Checking;

/// <summary>Compiles the script and checks it against the contract.</summary>
/// <param name="composition">The script host.</param>
internal sealed class ScriptLayer(Composition composition) : ICheckLayer
{
    public string Name => "script";

    public bool TakesDrafts => true;

    public Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        if (subject.Draft is not { } definition)
            return Task.FromResult(CheckOutcome.Passed("there is no script to look at"));

        subject.Script = ProfileCheck.Load(composition, definition, out var problems);
        subject.Files.Add(definition.ProfilePath);
        subject.Files.UnionWith(subject.Script.Files);
        return Task.FromResult(new CheckOutcome($"profile {definition.ProfileShown}, SHA-256 {subject.Script.Hash}", problems)
        {
            Warnings = subject.Script.Warnings,
        });
    }
}
