using System.Text;
using Dataflux.Definitions;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Writes a definition.</summary>
/// <param name="name">The migration's name.</param>
/// <param name="source">Its source.</param>
/// <param name="target">Its kind of target.</param>
/// <param name="schema">The schema's path, relative to the definition; <see langword="null"/>: none is written.</param>
internal sealed class DefinitionWriter(string name, ScaffoldSource source, TargetDialect target, string? schema)
{
    // Comments of short lines begin below each other.
    private const int TypeWidth = 20;
    private const int NameWidth = TypeWidth - 1;

    /// <summary>The definition's text.</summary>
    /// <param name="plan">What was found; <see langword="null"/> when nothing was looked at.</param>
    /// <param name="onStart">The file with the statements that make the tables; <see langword="null"/>: there is none.</param>
    internal string Write(ProfilePlan? plan, string? onStart)
    {
        var text = new StringBuilder();
        if (schema is not null)
            text.Append($"# yaml-language-server: $schema={schema}\n# $schema: {schema}\n");

        text.Append($"# Check it: dataflux check {name}; run it: dataflux migrate {name}. What else can be said here: dataflux schema.\n");
        text.Append($"name: {YamlWriter.Scalar(name)}\n");
        text.Append($"profile: {YamlWriter.Scalar(name + ".csx")}\n");
        if (onStart is not null)
            text.Append($"onStart: {YamlWriter.Scalar(onStart).PadRight(NameWidth)}  # makes the tables that are not there yet\n");

        text.Append("source:\n");
        text.Append($"  type: {source.Type}\n");
        if (source.Comment is { } comment)
            text.Append($"  # {comment}\n");

        foreach (var (option, yaml) in source.Options)
            text.Append($"  {option}: {yaml}\n");

        text.Append("target:\n");
        text.Append($"  type: {target.Type.PadRight(TypeWidth)}  # {target.Scaffold!.Comment}\n");
        foreach (var (option, value) in target.Scaffold.OptionsOf(name))
            text.Append($"  {option}: \"{value}\"\n");
        if (plan?.HasUnstorable == true)
            text.Append("nul: replace                  # for texts that hold U+0000 or half a surrogate pair, which no database takes\n");

        return text.ToString();
    }
}
