using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Contract;

/// <summary>A function of the script that belongs to the contract.</summary>
/// <param name="Name">Its name as the script writes it.</param>
/// <param name="Ordinal">Its place among the functions of that name, in the order they are declared.</param>
/// <param name="TakesContext">Whether its last parameter is the <c>ProfileContext</c>.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record FunctionShape(string Name, int Ordinal, bool TakesContext, Position At);
