namespace Dataflux.Engine.Settings;

/// <summary>A flag of <c>migrate</c> that sets an option of a dialect; dialects that share an option share its flag.</summary>
/// <param name="Name">The flag, such as <c>--export</c>.</param>
/// <param name="ValueName">What its value is called in the help.</param>
/// <param name="Description">What it sets, in the help.</param>
public sealed record DialectFlag(string Name, string ValueName, string Description);
