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
        subject.Files.Add(subject.Path);
        var read = reader.Read(subject.Path, new Overrides());
        if (read.Definition is not { } definition)
        {
            // What the definition says of its script may be right though something else is wrong.
            if (read.Draft is { ProfilePath.Length: > 0 } draft)
            {
                subject.Files.Add(draft.ProfilePath);
                if (File.Exists(draft.ProfilePath) && read.Problems.All(problem => problem.Code != ProblemCode.OutsideProject))
                    subject.Draft = draft;
            }

            return Task.FromResult(new CheckOutcome("", read.Problems));
        }

        subject.Definition = definition;
        return Task.FromResult(CheckOutcome.Passed($"{definition.Source.Type} to {definition.Target.Type}"));
    }
}
