using Dataflux.Authoring.Checking.Findings;
using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking;

/// <summary>Reads the definition.</summary>
/// <param name="reader">The reader.</param>
/// <param name="composition">The dialects, to have the source judge its own options; <see langword="null"/> leaves that to the run.</param>
internal sealed class DefinitionLayer(DefinitionReader reader, Composition? composition = null) : ICheckLayer
{
    public string Name => "definition";

    public async Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        subject.Files.Add(subject.Path);
        var read = reader.Read(subject.Path, new Overrides());
        if (read.Definition is not { } definition)
        {
            // What the definition says of its script may be right though something else is wrong.
            if (read.Draft is { ProfilePath.Length: > 0 } draft)
            {
                subject.Files.UnionWith(new[] { draft.ProfilePath, draft.OnStartPath }.OfType<string>());
                if (File.Exists(draft.ProfilePath) && read.Problems.All(problem => problem.Code != ProblemCode.OutsideProject))
                    subject.Draft = draft with { OnStartPath = File.Exists(draft.OnStartPath) ? draft.OnStartPath : null };
            }

            return new CheckOutcome("", read.Problems);
        }

        if ((await RefusedAsync(definition)).Concat(MissingFiles(definition)).ToList() is { Count: > 0 } refused)
        {
            subject.Draft = definition;
            return new CheckOutcome("", refused);
        }

        subject.Definition = definition;
        return CheckOutcome.Passed($"{definition.Source.Type} to {definition.Target.Type}");
    }

    // What only the dialect knows, such as options that depend on each other. Nothing is connected.
    private async Task<IReadOnlyList<Problem>> RefusedAsync(Definition definition)
    {
        if (composition is null)
            return [];

        try
        {
            await using var source = composition.Dialects.Source(definition.Source.Type).Create(definition.SourceToLookAt);
            return [];
        }
        catch (ProblemsException e)
        {
            var place = definition.Places.GetValueOrDefault(DefinitionKeys.Source.Name, new Place(definition.Path));
            return [.. e.Problems.Select(problem =>
                problem.Line > 0 ? problem : problem with { Path = place.Path, Line = place.Line, Column = place.Column })];
        }
    }

    // Files that the target needs to be reached. Where items come from is looked for when they are read.
    private static IEnumerable<Problem> MissingFiles(Definition definition)
    {
        foreach (var (option, path) in definition.Target.Missing())
        {
            var place = definition.Target.Places.GetValueOrDefault(option.Name, new Place(definition.Path));
            yield return new Problem(place.Path, place.Line, place.Column, ProblemCode.MissingFile,
                $"'{option.Name}' names {path}, which does not exist; correct the path, or put the file there");
        }
    }
}
