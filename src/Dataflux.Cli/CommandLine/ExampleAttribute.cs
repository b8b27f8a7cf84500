namespace Dataflux.Cli.CommandLine;

/// <summary>A command line that works as it stands, shown at the end of a command's help.</summary>
/// <param name="commandLine">The command line.</param>
/// <param name="meaning">What it does.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ExampleAttribute(string commandLine, string meaning) : Attribute
{
    internal string CommandLine { get; } = commandLine;

    internal string Meaning { get; } = meaning;
}
