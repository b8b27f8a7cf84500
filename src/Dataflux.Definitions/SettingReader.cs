using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>Takes settings from layers, the first that gives a value winning, and collects all that is wrong.</summary>
/// <param name="environment">The environment variables.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class SettingReader(IReadOnlyDictionary<string, string> environment, List<Problem> problems)
{
    private readonly Variables _variables = new(environment, problems);

    /// <summary>Adds a finding.</summary>
    internal void Report(Place place, string code, string message) =>
        problems.Add(new Problem(place.Path, place.Line, place.Column, code, message));

    /// <summary>Adds a finding about a value that must be what a rule says.</summary>
    private void Report(ValueRule rule, Place place, string code, string message) =>
        problems.Add(new Problem(place.Path, place.Line, place.Column, code, message) { IsSecret = rule.Secret });

    /// <summary>
    /// The value of a key. Values without variables are checked in every layer, used or not; variables are only asked
    /// for where their value is used, so that a flag makes up for an unset one. A value that is empty is not given.
    /// </summary>
    /// <param name="rule">What it must be.</param>
    /// <param name="layers">The layers, the strongest first.</param>
    /// <returns>The value; <see langword="null"/> when no layer gives one.</returns>
    internal Setting? Read(ValueRule rule, params ReadOnlySpan<Layer> layers)
    {
        Setting? winner = null;
        foreach (var layer in layers)
        {
            if (!layer.Values.TryGetValue(rule.Name, out var value))
                continue;

            var setting = Read(rule, value, layer.Folder, used: winner is null);
            winner ??= setting;
        }

        return winner;
    }

    /// <summary>A free scalar, typed as YAML does: bool, long, decimal or string.</summary>
    /// <returns>The value; <see langword="null"/> when it is not given or wrong, which has been reported.</returns>
    internal object? ReadPlain(string name, YamlValue value)
    {
        if (value is YamlScalar scalar)
            return scalar.IsNull || _variables.Expand(scalar) is not { Length: > 0 } text ? null : PlainValue.OfOption(text, scalar.Quoted);

        Report(value.Place, ProblemCode.WrongKind, $"'{name}' is {value.What}; expected a plain value such as 5, true or a text");
        return null;
    }

    private Setting ReadList(ValueRule rule, YamlList list, string folder, bool used)
    {
        var texts = list.Values.Select(element => Read(rule with { Kind = ValueKind.Text }, element, folder, used)?.Value as string)
            .ToList();
        return new Setting(texts.Contains(null) ? null : string.Join(',', texts), list.Place);
    }

    private Setting? Read(ValueRule rule, YamlValue value, string folder, bool used)
    {
        var wrong = new Setting(null, value.Place);
        if (rule.Kind == ValueKind.TextList && value is YamlList list)
            return ReadList(rule, list, folder, used);

        if (value is not YamlScalar scalar)
        {
            Report(rule, value.Place, ProblemCode.WrongKind, $"'{rule.Name}' is {value.What}; expected {ValueReader.Expected(rule.Kind)}");
            return wrong;
        }

        if (scalar.IsNull || (!used && scalar.Text.Contains('$', StringComparison.Ordinal)))
            return null;

        if (_variables.Expand(scalar) is not { } text)
            return wrong;

        if (text.Length == 0)
            return null;

        var (read, code, message) = ValueReader.Read(rule, text, folder);
        if (code is not null)
            Report(rule, scalar.Place, code, message!);

        return wrong with { Value = read };
    }
}
