using System.Globalization;
using Cocona.Application;
using Cocona.Command;
using Cocona.Command.Features;

namespace Dataflux.Cli.CommandLine;

/// <summary>The help of a command, with its examples at the end.</summary>
/// <param name="context">Where the command is that was asked for.</param>
/// <param name="output">Where the help goes.</param>
/// <param name="descriptions">What descriptions leave open.</param>
internal sealed class HelpText(ICoconaAppContextAccessor context, TextWriter output, Descriptions descriptions)
{
    private const int Width = 110;

    /// <summary>Shows the help of the command before <c>--help</c>.</summary>
    /// <returns>The exit code.</returns>
    public int Show()
    {
        var feature = context.Current!.Features.Get<ICoconaCommandFeature>()!;
        Write(feature.CommandStack[^1], feature.CommandCollection);
        return 0;
    }

    private void Write(CommandDescriptor command, CommandCollection commands)
    {
        output.WriteLine("Description:");
        foreach (var line in Wrapped(descriptions.Fill(command.Description), Width - 2))
            output.WriteLine($"  {line}");

        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine(command.IsPrimaryCommand
            ? $"  {CommandApp.Name} [command] [options]"
            : $"  {string.Join(' ', [CommandApp.Name, command.Name, .. command.Arguments.Select(Usage), "[options]"])}");
        WriteTable("Arguments:", command.Arguments.Select(argument =>
            ($"<{argument.Name}>", argument.Description + Default(argument.DefaultValue))));
        WriteTable("Options:", command.Options.Select(Row).Concat(
            command.OptionLikeCommands.Select(static option =>
                (string.Join(' ', [Label(option), .. Names(option.Command)]), option.Description))));
        if (command.IsPrimaryCommand)
            WriteTable("Commands:", commands.All.Where(static other => !other.IsPrimaryCommand).Select(Row));

        if (command.Metadata.OfType<ExampleAttribute>().ToList() is not { Count: > 0 } examples)
            return;

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  # {example.Meaning}");
            output.WriteLine($"  {example.CommandLine}");
        }
    }

    private static string Usage(CommandArgumentDescriptor argument)
    {
        var name = $"<{argument.Name}>{(argument.IsEnumerableLike ? "..." : "")}";
        return argument.IsRequired ? name : $"[{name}]";
    }

    private static (string Label, string Text) Row(CommandDescriptor command) =>
        (string.Join(' ', [string.Join(", ", [command.Name, .. command.Aliases]), .. Names(command)]), command.Description);

    private static IEnumerable<string> Names(CommandDescriptor command) =>
        command.Arguments.Select(static argument => $"<{argument.Name}>");

    private static (string Label, string Text) Row(CommandOptionDescriptor option) =>
        (Label(option)
            + (option.UnwrappedOptionType == typeof(bool) ? "" : $" <{option.ValueName}>")
            + (option.IsRequired ? " (REQUIRED)" : ""),
            option.Description + Default(option.DefaultValue));

    private static string Label(ICommandOptionDescriptor option) =>
        string.Join(", ", [.. option.ShortName.Select(static letter => $"-{letter}"), $"--{option.Name}"]);

    private static string Default(CoconaDefaultValue value) => value.Value switch
    {
        null or false => "",
        Enum choice => $" [default: {GivenValues.Written(choice.ToString())}]",
        var other => string.Create(CultureInfo.InvariantCulture, $" [default: {other}]"),
    };

    private void WriteTable(string title, IEnumerable<(string Label, string Text)> rows)
    {
        var table = rows.ToList();
        if (table.Count == 0)
            return;

        output.WriteLine();
        output.WriteLine(title);
        var indent = table.Max(static row => row.Label.Length) + 4;
        foreach (var (label, text) in table)
        {
            var lines = Wrapped(descriptions.Fill(text), Width - indent);
            output.WriteLine($"  {label.PadRight(indent - 2)}{lines[0]}");
            foreach (var line in lines.Skip(1))
                output.WriteLine($"{new string(' ', indent)}{line}");
        }
    }

    private static List<string> Wrapped(string text, int width)
    {
        List<string> lines = [""];
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length == 0)
                lines[^1] = word;
            else if (lines[^1].Length + word.Length + 1 < width)
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        }

        return lines;
    }
}
