using System.Globalization;
using System.Text.RegularExpressions;
using Dataflux.Engine.Settings;

namespace Dataflux.Contracts;

/// <summary>What the front end relies on in every kind of source and target. A dialect derives from it with what it registers.</summary>
public abstract partial class DialectContract
{
    // How the example of an option with a secret writes the secret.
    private const string Secret = "secret";
    private readonly string _type;
    private readonly IReadOnlyList<DialectOption> _options;
    private readonly TargetDialect? _target;

    /// <param name="source">A kind of source.</param>
    protected DialectContract(SourceDialect source) => (_type, _options) = (source.Type, source.Options);

    /// <param name="target">A kind of target.</param>
    protected DialectContract(TargetDialect target) => (_type, _options, _target) = (target.Type, target.Options, target);

    /// <summary>Settings that the option with a secret needs beside it, in order to lead to a place.</summary>
    /// <param name="option">The option.</param>
    protected virtual IReadOnlyDictionary<string, object> Beside(DialectOption option) => _options
        .Where(other => other.Required && other != option)
        .ToDictionary(static other => other.Name, static other => Value(other), StringComparer.Ordinal);

    [Fact]
    public void Its_names_are_written_as_all_names_of_definitions_are()
    {
        Assert.Matches(TypeName, _type);
        Assert.All(_options, static option => Assert.Matches(OptionName, option.Name));
        Assert.DoesNotContain(_options, static option => option.Name == "type");
        Assert.Equal(_options.Count, _options.Select(static option => option.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(_options, option => Assert.True(
            option.Excludes is null || _options.Any(other => other.Name == option.Excludes),
            $"'{option.Name}' excludes '{option.Excludes}', which there is not"));
    }

    [Fact]
    public void Every_option_is_documented_with_an_example_that_it_takes()
    {
        Assert.All(_options, static option =>
        {
            Assert.True(option.Description is [.., '.'], $"'{option.Name}' has no description that ends with a full stop");
            Assert.True(option.Example is { Length: > 0 }, $"'{option.Name}' has no example");
            Assert.True(
                option.Choices.Count == 0 || option.Choices.Contains(option.Example),
                $"the example of '{option.Name}' is not one of its choices");
            Assert.NotNull(Value(option));
        });
    }

    [Fact]
    public async Task A_secret_is_never_in_the_location()
    {
        var secrets = _options.Where(static option => option.Secret).ToList();
        Assert.SkipWhen(secrets.Count == 0, "the dialect has no option with a secret");
        Assert.SkipWhen(_target is null, "a source has no location before it is opened; SourceContract looks at what it is then");
        foreach (var option in secrets)
        {
            Assert.True(
                option.Example!.Contains(Secret, StringComparison.Ordinal),
                $"the example of '{option.Name}' does not write its secret as '{Secret}'");
            var values = new Dictionary<string, object>(Beside(option), StringComparer.Ordinal) { [option.Name] = option.Example };
            await using var target = _target.Create(new DialectSettings(values, stateFolder: Path.GetTempPath()));

            Assert.NotEmpty(target.Location);
            Assert.DoesNotContain(Secret, target.Location, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static object Value(DialectOption option) => option.Kind switch
    {
        OptionKind.Integer => long.Parse(option.Example!, CultureInfo.InvariantCulture),
        OptionKind.Boolean => bool.Parse(option.Example!),
        OptionKind.Duration => Time(Duration.Match(option.Example!)),
        _ => option.Example!,
    };

    private static TimeSpan Time(Match match)
    {
        Assert.True(match.Success, "the example is not a time such as 90s, 10m or 1h");
        var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex TypeName { get; }

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$")]
    private static partial Regex OptionName { get; }

    [GeneratedRegex("^([0-9]+)(ms|s|m|h|d)$")]
    private static partial Regex Duration { get; }
}
