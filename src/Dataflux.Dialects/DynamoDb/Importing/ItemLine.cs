using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Ground;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>
/// Writes items as lines of DynamoDB JSON. What DynamoDB takes in no item is refused here: an import would fail for it as a whole.
/// </summary>
internal sealed class ItemLine : IDisposable
{
    private const int MostDigits = 38;
    private const int LargestExponent = 125;
    private const int SmallestExponent = -130;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;

    internal ItemLine() => _json = new(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line of an item; good until the next one is written.</summary>
    /// <exception cref="UnfitValueException">DynamoDB takes no such value.</exception>
    internal ReadOnlySpan<byte> Of(Dictionary<string, AttributeValue> item)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WritePropertyName("Item");
        WriteMembers(item);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

    private void WriteMembers(Dictionary<string, AttributeValue> members)
    {
        _json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            if (name.Length == 0)
                throw new UnfitValueException("an attribute has an empty name, which DynamoDB does not take");

            _json.WritePropertyName(WellFormed.Check(name));
            Write(value);
        }

        _json.WriteEndObject();
    }

    private void Write(AttributeValue value)
    {
        var type = AttributeValues.TypeOf(value);
        _json.WriteStartObject();
        _json.WritePropertyName(type);
        switch (type)
        {
            case "S":
                _json.WriteStringValue(WellFormed.Check(value.S));
                break;
            case "N":
                _json.WriteStringValue(Number(value.N));
                break;
            case "B":
                _json.WriteBase64StringValue(AttributeValues.BytesOf(value.B));
                break;
            case "BOOL":
                _json.WriteBooleanValue(value.BOOL == true);
                break;
            case "M":
                WriteMembers(value.M);
                break;
            case "L":
                WriteAll(value.L, Write);
                break;
            case "SS":
                WriteSet(value.SS, WellFormed.Check, _json.WriteStringValue);
                break;
            case "NS":
                WriteSet(value.NS, AttributeValues.Digits, digits => _json.WriteStringValue(Number(digits)));
                break;
            case "BS":
                WriteSet(value.BS, AttributeValues.Hex, bytes => _json.WriteBase64StringValue(AttributeValues.BytesOf(bytes)));
                break;
            default:
                _json.WriteBooleanValue(true);
                break;
        }

        _json.WriteEndObject();
    }

    private void WriteSet<T>(List<T> set, Func<T, string> textOf, Action<T> write)
    {
        if (set.Select(textOf).Distinct(StringComparer.Ordinal).Count() < set.Count)
            throw new UnfitValueException("a set has an element twice, which DynamoDB does not take");

        WriteAll(set, write);
    }

    private void WriteAll<T>(List<T> elements, Action<T> write)
    {
        _json.WriteStartArray();
        elements.ForEach(write);
        _json.WriteEndArray();
    }

    // 38 significant digits, and a magnitude from 1E-130 to 9.99…E+125.
    private static string Number(string number)
    {
        var mark = number.IndexOfAny(['e', 'E']);
        var written = mark < 0 ? number : number[..mark];
        var exponent = mark < 0 ? 0 : int.TryParse(number.AsSpan(mark + 1), out var given) ? given : int.MaxValue;
        var digits = written.TrimStart('+', '-');
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits.Length : point;
        var all = digits.Replace(".", "", StringComparison.Ordinal);
        var significant = all.Trim('0').Length;
        var leading = all.Length - all.TrimStart('0').Length;
        var magnitude = (long)exponent + whole - leading - 1;
        return significant == 0 || (significant <= MostDigits && magnitude is >= SmallestExponent and <= LargestExponent)
            ? number
            : throw new UnfitValueException(
                $"{number} is no number that DynamoDB has: at most {MostDigits} digits, up to 1E+{LargestExponent + 1}");
    }
}
