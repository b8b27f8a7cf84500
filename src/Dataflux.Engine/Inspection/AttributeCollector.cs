using System.Text;
using Dataflux.Profiles;
using Dataflux.Profiles.Fields;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Engine.Inspection;

/// <summary>Collects what is known of one attribute.</summary>
/// <param name="path">Its path.</param>
/// <param name="budget">How many attributes may be added below it.</param>
/// <param name="name">Its name, when it is an attribute of the item itself.</param>
internal sealed class AttributeCollector(string path, AttributeBudget budget, string? name = null)
{
    private const int MostExamples = 3;
    private const int LongestExample = 60;

    private readonly long[] _types = new long[Enum.GetValues<AttributeType>().Length];
    private readonly List<string> _examples = [];
    private readonly NumberCollector _numbers = new();
    private readonly TextCollector _texts = new();
    private ValueSketch? _values;
    private AttributeSet? _members;
    private AttributeCollector? _elements;
    private long _present;

    /// <summary>Whether below it there were more names than are looked at one by one.</summary>
    internal bool HasOther => _members?.HasOther == true || _elements?.HasOther == true;

    /// <summary>Takes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="part">The number of its part; -1 when values need not be compared.</param>
    internal void Add(Value value, int part)
    {
        _present++;
        _types[(int)value.Type]++;
        switch (value.Type)
        {
            case AttributeType.S:
                var text = value.Raw;
                var isEscaped = text.Contains((byte)'\\');
                _texts.Add(text, isEscaped);
                AddScalar(value, isEscaped ? Encoding.UTF8.GetBytes(JsonText.Decode(text, escaped: true, out _)) : text, part);
                break;
            case AttributeType.N:
                Span<byte> number = stackalloc byte[NumberParts.MaxTextLength];
                number = number[..value.FormatNumber(number)];
                _numbers.Add(number);
                AddScalar(value, number, part);
                break;
            case AttributeType.B:
                AddScalar(value, value.Raw, part);
                break;
            case AttributeType.BOOL:
                AddExample(value);
                break;
            case AttributeType.M:
                (_members ??= new AttributeSet(path, budget)).Add(value.AsMap(), part: -1);
                break;
            case AttributeType.NULL:
                break;
            default:
                AddElements(value.Elements());
                break;
        }
    }

    /// <summary>What was found: of this attribute, then of those in it.</summary>
    /// <param name="of">Out of how many it might have been there.</param>
    internal IEnumerable<AttributeInspection> Findings(long of)
    {
        var types = Enum.GetValues<AttributeType>().Where(type => _types[(int)type] > 0);
        yield return new AttributeInspection
        {
            Path = path,
            Name = name,
            Present = _present,
            Of = of,
            Types = types.ToDictionary(static type => type, type => _types[(int)type]),
            Examples = _examples,
            Numbers = _numbers.Findings(),
            Texts = _texts.Findings(),
            Values = _values?.Findings(),
        };
        foreach (var below in _elements?.Findings(_elements._present) ?? [])
            yield return below;

        foreach (var below in _members?.Findings() ?? [])
            yield return below;
    }

    private void AddScalar(Value value, ReadOnlySpan<byte> plain, int part)
    {
        if (part >= 0)
            (_values ??= new ValueSketch()).Add(ValueHash.Of(plain), part);

        AddExample(value);
    }

    private void AddElements(ValueList elements)
    {
        if (_elements is null)
        {
            if (!budget.TryTake())
                return;

            _elements = new AttributeCollector(path + "[]", budget);
        }

        for (var i = 0; i < elements.Count; i++)
            _elements.Add(elements[i], part: -1);
    }

    private void AddExample(Value value)
    {
        if (_examples.Count == MostExamples)
            return;

        var text = value.Type == AttributeType.S ? JsonText.Decode(value.Raw, escaped: true, out _) : Encoding.UTF8.GetString(value.Raw);
        if (text.Length > LongestExample)
            text = text[..(char.IsHighSurrogate(text[LongestExample - 1]) ? LongestExample - 1 : LongestExample)] + "…";

        if (!_examples.Contains(text, StringComparer.Ordinal))
            _examples.Add(text);
    }
}
