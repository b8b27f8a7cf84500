using Dataflux.Definitions;

namespace Dataflux.Composing.Terminal;

/// <summary>Everything a command may touch outside its files: nothing reaches for the process's own globals.</summary>
internal sealed record CommandConsole
{
    /// <summary>Standard output.</summary>
    internal required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>Standard output for what dataflux draws itself, colours and moves included; what others said is escaped before.</summary>
    internal TextWriter DrawnOut { get => field ?? Out; init; }

    /// <summary>
    /// Standard output for the commands of a build's runner: of what others said, secrets are struck out and the rest is escaped before.
    /// </summary>
    internal TextWriter CommandOut { get => field ?? Out; init; }

    /// <summary><see cref="DrawnOut"/> for standard error.</summary>
    internal TextWriter DrawnError { get => field ?? Error; init; }

    /// <summary>What must not be shown.</summary>
    internal Secrets Secrets { get; init; } = new();

    /// <summary>What scripts write to the console; <see langword="null"/>: to the console of the host.</summary>
    internal ScriptOutput? Scripts { get; init; }

    /// <summary>Where a person answers questions; <see langword="null"/> when nobody is there.</summary>
    internal TextReader? Answers { get; init; }

    /// <summary>The environment variables.</summary>
    internal required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The working directory, absolute.</summary>
    internal required string WorkingDirectory { get; init; }

    /// <summary>Whether a person watches standard output, so that a line may be drawn over.</summary>
    internal bool IsTerminal { get; init; }

    /// <summary>The terminal's columns now; it may be resized.</summary>
    internal Func<int> Width { get; init; } = () => 80;

    /// <summary>Where the time comes from.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether the commands answer the process's signals; a host that runs them in-process keeps its own.</summary>
    internal bool OwnsProcess { get; init; }

    /// <summary>Whether colours are wanted (https://no-color.org).</summary>
    internal bool Colours => IsTerminal && string.IsNullOrEmpty(Environment.GetValueOrDefault("NO_COLOR"));

    /// <summary>Whether colours are wanted on standard error.</summary>
    internal bool ErrorColours => Colours && !ErrorIsRedirected;

    /// <summary>Whether a person watches standard output, but not standard error.</summary>
    internal bool ErrorIsRedirected { get; init; }

    /// <summary>This console, with outlets before its streams: nothing passes them raw, and no secret.</summary>
    /// <param name="secretVariables">The environment variables that are secrets whatever their length.</param>
    internal CommandConsole Guarded(IEnumerable<string> secretVariables)
    {
        var secrets = Secrets.From(Environment, secretVariables);
        var guarded = this with
        {
            Out = new OutletWriter(Out, secrets),
            Error = new OutletWriter(Error, secrets),
            DrawnOut = new OutletWriter(Out, secrets, drawn: true),
            CommandOut = Out,
            DrawnError = new OutletWriter(Error, secrets, drawn: true),
            Secrets = secrets,
        };
        if (Scripts is not null)
            Scripts.Sink = guarded.Error.WriteLine;

        return guarded;
    }

    /// <summary>The console of this process.</summary>
    internal static CommandConsole OfProcess()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string?)variable.Value ?? "";

        var isTerminal = !Console.IsOutputRedirected && environment.GetValueOrDefault("TERM") != "dumb";
        var scripts = new ScriptOutput();
        var console = new CommandConsole
        {
            Scripts = scripts,
            Out = new ForgivingWriter(Console.Out),
            Error = new ForgivingWriter(Console.Error),
            Answers = Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.In,
            Environment = environment,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            IsTerminal = isTerminal,
            ErrorIsRedirected = Console.IsErrorRedirected,
            Width = () => isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : 80,
            OwnsProcess = true,
        };

        // From here on the process's own console is the scripts'.
        Console.SetOut(scripts);
        Console.SetError(scripts);
        if (Console.IsOutputRedirected)
            StandardOutput.KeepForItself();
        return console;
    }
}
