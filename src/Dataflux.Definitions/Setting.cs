using Dataflux.Definitions.Ground;

namespace Dataflux.Definitions;

/// <summary>The value that won over the layers.</summary>
/// <param name="Value">The value; <see langword="null"/> when it is wrong, which has been reported.</param>
/// <param name="Place">Where it was written.</param>
internal sealed record Setting(object? Value, Place Place);
