namespace Dataflux.Dialects.Logins;

/// <summary>What a login is for, as the settings say it.</summary>
/// <param name="Host">The server's name; empty or <see langword="null"/>: none is named.</param>
/// <param name="Port">The server's port.</param>
/// <param name="User">The user; empty or <see langword="null"/>: none is named.</param>
/// <param name="Password">The password that stands in the settings; empty or <see langword="null"/>: none does.</param>
internal sealed record LoginPlace(string? Host, int Port, string? User, string? Password);
