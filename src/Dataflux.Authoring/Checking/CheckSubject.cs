using Dataflux.Authoring.Sampling;
using Dataflux.Composing;
using Dataflux.Definitions;

namespace Dataflux.Authoring.Checking;

/// <summary>A definition under check, and what its earlier layers made of it.</summary>
/// <param name="Path">The definition's path.</param>
/// <param name="Options">What is to be checked.</param>
internal sealed record CheckSubject(string Path, CheckOptions Options) : IDisposable
{
    private Definition? _definition;
    private LoadedProfile? _script;

    /// <summary>The definition; there after the first layer.</summary>
    internal Definition Definition
    {
        get => _definition ?? throw new InvalidOperationException("the definition's own layer has not passed");
        set => _definition = Draft = value;
    }

    /// <summary>
    /// The definition, or what is known of one that is wrong when its script can be looked at all the same; otherwise
    /// <see langword="null"/>.
    /// </summary>
    internal Definition? Draft { get; set; }

    /// <summary>The compiled script; there after the second layer. The subject frees it.</summary>
    internal LoadedProfile Script
    {
        get => _script ?? throw new InvalidOperationException("the script's layer has not passed");
        set => _script = value;
    }

    /// <summary>
    /// What the script makes of a sample of the export; <see langword="null"/> when that was left out or is out of reach.
    /// </summary>
    internal TracedSample? Sample { get; set; }

    /// <summary>Why the export cannot be read; <see langword="null"/> when it can, or nobody has tried.</summary>
    internal string? Unreadable { get; set; }

    /// <summary>The files the check depends on, absolute: the definition, <c>dataflux.yaml</c>, the script and what it loads.</summary>
    internal HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    public void Dispose() => _script?.Dispose();
}
