namespace Dataflux.Tests.Layers;

/// <summary>One place where a folder uses another one of its project.</summary>
/// <param name="From">The folder that uses; empty for the project's own.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="Because">The file, and what it uses.</param>
internal sealed record FolderUse(string From, string To, string Because);
