namespace Dataflux.Scripting.Contract;

/// <summary>What a function of a script asks of its target.</summary>
/// <param name="Function">The function, as the script writes it.</param>
/// <param name="Target">The interface that it takes.</param>
public sealed record TargetUse(string Function, Type Target);
