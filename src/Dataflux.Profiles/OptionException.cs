namespace Dataflux.Profiles;

/// <summary>An option of the definition is missing or does not fit the type the profile asked for.</summary>
/// <param name="message">What was found and what was expected.</param>
public sealed class OptionException(string message) : Exception(message);
