using Dataflux.Composing;
using Dataflux.Definitions;

namespace Dataflux.Cli.CommandLine;

/// <summary>Fills in what descriptions of commands and options say of dialects and keys, which attributes cannot know.</summary>
/// <param name="composition">The dialects.</param>
internal sealed class Descriptions(Composition composition)
{
    internal const string Places = "{places}";
    internal const string Sources = "{sources}";
    internal const string Targets = "{targets}";
    internal const string Programs = "{programs}";
    internal const string Scaffolds = "{scaffolds}";
    internal const string Readers = "{readers}";
    internal const string StateDir = "{stateDir}";

    /// <summary>The description as a person reads it.</summary>
    internal string Fill(string description) => !description.Contains('{') ? description : description
        .Replace(Places, composition.Dialects.Places, StringComparison.Ordinal)
        .Replace(Sources, ValueReader.Listed(composition.Dialects.SourceTitles), StringComparison.Ordinal)
        .Replace(Targets, ValueReader.Listed(composition.Dialects.TargetTitles), StringComparison.Ordinal)
        .Replace(Programs, string.Join(", ", DescribedCommands.Programs(composition)), StringComparison.Ordinal)
        .Replace(Scaffolds, composition.TypesWith(static dialect => dialect.Scaffold) + " [default: the first]", StringComparison.Ordinal)
        .Replace(Readers, string.Join(", ", composition.Readers), StringComparison.Ordinal)
        .Replace(
            StateDir, DefinitionKeys.StateDir.Description + $" [default: {DefinitionKeys.StateDir.Default}]", StringComparison.Ordinal);
}
