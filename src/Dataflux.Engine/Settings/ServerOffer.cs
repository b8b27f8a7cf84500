namespace Dataflux.Engine.Settings;

/// <summary>The programs of a private server, which are not on this machine and can be fetched where the user lets dataflux.</summary>
/// <param name="Question">What would be fetched, from where and to where, as a question to be answered with yes or no.</param>
/// <param name="AcceptAsync">Fetches them.</param>
public sealed record ServerOffer(string Question, Func<CancellationToken, Task> AcceptAsync);
