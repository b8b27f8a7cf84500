using Dataflux.Cli.Definitions;

namespace Dataflux.Cli.Checking;

/// <summary>Reads the definition.</summary>
/// <param name="reader">The reader.</param>
internal sealed class DefinitionLayer(DefinitionReader reader) : ICheckLayer
{
    /// <inheritdoc/>
    public string Name => "definition";

    /// <inheritdoc/>
    public Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        var read = reader.Read(subject.Path, new Overrides());
        if (read.Definition is not { } definition)
            return Task.FromResult(new CheckOutcome("", read.Problems));

        subject.Definition = definition;
        return Task.FromResult(CheckOutcome.Passed($"{definition.Source.Type} to {definition.Target.Type}"));
    }
}
