using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cocona.Command;
using Cocona.CommandLine;

namespace Dataflux.Cli.CommandLine;

/// <summary>
/// Cocona's parser, which is given only what it knows: options that do not exist are kept as they were written, a value is never the
/// next option, and help answers wherever it stands.
/// </summary>
internal sealed class ArgumentParser : ICoconaCommandLineParser
{
    private readonly CoconaCommandLineParser _parser = new();

    public bool TryGetCommandName(IReadOnlyList<string> args, [NotNullWhen(true)] out string? commandName) =>
        _parser.TryGetCommandName(args, out commandName);

    public ParsedCommandLine ParseCommand(
        IReadOnlyList<string> args,
        IReadOnlyList<ICommandOptionDescriptor> optionDescriptors,
        IReadOnlyList<CommandArgumentDescriptor> argumentDescriptors)
    {
        List<string> unknown = [];
        List<string> known = [];
        List<CommandOption> without = [];
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            if (name is null)
            {
                known.Add(args[i]);
                continue;
            }

            switch (Find(name, optionDescriptors))
            {
                case null:
                    unknown.Add(args[i]);
                    break;
                case CommandOptionLikeCommandDescriptor instead:
                    return new ParsedCommandLine([new CommandOption(instead, null, i)], [], []);
                case CommandOptionDescriptor option when IsCluster(name):
                    (IsSwitch(option) && !AreLetters(name, optionDescriptors) ? unknown : known).Add(args[i]);
                    break;
                case CommandOptionDescriptor option when value is not null || IsSwitch(option):
                    known.Add(value is null ? args[i] : $"{name}={value}");
                    break;
                case CommandOptionDescriptor option when MayStandAlone(option, out var instead):
                    known.Add($"{name}={(i + 1 < args.Count && IsNumber(args[i + 1]) ? args[++i] : instead)}");
                    break;
                case CommandOptionDescriptor option
                    when i + 1 == args.Count || Find(Split(args[i + 1]).Name, optionDescriptors) is not null:
                    without.Add(new CommandOption(option, null, i));
                    break;
                default:
                    known.Add($"{name}={args[++i]}");
                    break;
            }
        }

        var parsed = _parser.ParseCommand(known, optionDescriptors, argumentDescriptors);
        return new ParsedCommandLine([.. parsed.Options, .. without], parsed.Arguments, unknown);
    }

    // '--name=value' and '--name:value'; what does not begin with a dash has no name.
    private static (string? Name, string? Value) Split(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-')
            return (null, null);

        var end = argument.AsSpan().IndexOfAny('=', ':');
        return end < 0 ? (argument, null) : (argument[..end], argument[(end + 1)..]);
    }

    private static ICommandOptionDescriptor? Find(string? name, IReadOnlyList<ICommandOptionDescriptor> options) => name switch
    {
        null or "-" => null,
        ['-', '-', .. var rest] => options.FirstOrDefault(option => option.Name == rest),
        [_, var first, ..] => options.FirstOrDefault(option => option.ShortName.Contains(first)),
        _ => null,
    };

    // Several short options, or a short one with its value: '-qv', '-n200'.
    private static bool IsCluster(string name) => name[1] != '-' && name.Length > 2;

    private static bool AreLetters(string cluster, IReadOnlyList<ICommandOptionDescriptor> options) =>
        cluster.Skip(1).All(letter => options.Any(option => option.ShortName.Contains(letter)));

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    private static bool IsSwitch(CommandOptionDescriptor option) => option.UnwrappedOptionType == typeof(bool);

    private static bool MayStandAlone(CommandOptionDescriptor option, [NotNullWhen(true)] out string? value)
    {
        value = option.ParameterAttributes.OfType<ValueMayBeLeftOutAttribute>().FirstOrDefault()?.Value;
        return value is not null;
    }
}
