namespace Dataflux.Cli.CommandLine;

/// <summary>An option that may stand without its value, a number.</summary>
/// <param name="value">The value it has then.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ValueMayBeLeftOutAttribute(string value) : Attribute
{
    internal string Value { get; } = value;
}
