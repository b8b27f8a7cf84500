namespace Dataflux.Engine.Targets;

/// <summary>A piece of a step: images by their numbers.</summary>
/// <param name="Step">The step.</param>
/// <param name="After">The images behind this number.</param>
/// <param name="Last">The last image.</param>
/// <param name="Images">How many there are.</param>
public sealed record UndoPiece(UndoStep Step, long After, long Last, long Images);
