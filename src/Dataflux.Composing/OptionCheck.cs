using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Scripting.Contract;

namespace Dataflux.Composing;

/// <summary>
/// Compares the options that a definition gives with those that its script reads: a slip in a name is no mistake to the compiler.
/// </summary>
internal static class OptionCheck
{
    /// <summary>A warning for each option that is given and not read, or read and not given although the script needs it.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="uses">What the script reads.</param>
    internal static IEnumerable<Problem> Find(Definition definition, IReadOnlyList<OptionUse> uses)
    {
        var read = uses.Select(static use => use.Name).Distinct(StringComparer.Ordinal).ToList();
        var given = definition.Options.Keys.ToList();
        var meant = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in given.Where(name => !read.Contains(name, StringComparer.Ordinal)))
        {
            var near = Suggestion.Nearest(name, read.Except(given, StringComparer.Ordinal));
            meant.Add(near ?? "");
            if (Unread(definition, name, near, read) is { } problem)
                yield return problem;
        }

        foreach (var use in uses.DistinctBy(static use => use.Name)
            .Where(use => !given.Contains(use.Name, StringComparer.Ordinal) && !meant.Contains(use.Name)))
        {
            if (NotGiven(use) is { } message)
                yield return new Problem(use.Path, use.Line, use.Column, ProblemCode.OptionNotGiven, message) { IsWarning = true };
        }
    }

    // dataflux.yaml gives options to all definitions of a project, and not every script needs each.
    private static Problem? Unread(Definition definition, string name, string? near, List<string> read)
    {
        var place = definition.OptionPlaces.GetValueOrDefault(name, new Place(definition.Path));
        if (near is null && Path.GetFileName(place.Path) == ProjectFile.FileName)
            return null;

        var instead = near is not null ? $"; did you mean '{near}', which it reads and nothing gives?"
            : read.Count == 0 ? ", nor any other option; read it with ctx.Get<T>(name), or remove it"
            : $"; it reads {ValueReader.Listed(read)}; correct the name, or remove it";
        return new Problem(
            place.Path,
            place.Line,
            place.Column,
            ProblemCode.OptionNotRead,
            $"the profile does not read the option '{name}'{instead}")
        { IsWarning = true };
    }

    private static string? NotGiven(OptionUse use) =>
        use.IsRequired
            ? $"the option '{use.Name}' is not given, and the run stops where the script requires it; give it under 'options:' or with "
                + $"--set {use.Name}=value"
        : use.Otherwise is { } value ? $"the option '{use.Name}' is not given, so that the script reads {value}; give it under 'options:' "
            + $"or with --set {use.Name}=value, or ask for the type with ?, which then is null"
        : null;
}
