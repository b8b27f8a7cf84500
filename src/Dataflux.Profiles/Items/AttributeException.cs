namespace Dataflux.Profiles;

/// <summary>
/// An attribute is missing, has another type, or its value does not fit what was asked for. Thrown by the getters of
/// <see cref="Item"/> and <see cref="Value"/>; uncaught in a profile, it rejects the item and the run goes on.
/// </summary>
/// <param name="path">The attribute's path, such as <c>address.lines[2]</c>.</param>
/// <param name="message">The path, what was found there and what was asked for.</param>
public sealed class AttributeException(string path, string message) : Exception(message)
{
    /// <summary>The attribute's path, such as <c>address.lines[2]</c>.</summary>
    public string Path { get; } = path;
}
