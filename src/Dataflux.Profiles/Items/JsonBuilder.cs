using System.Buffers;
using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles.Items;

/// <summary>Writes parsed values as JSON by copying what can be copied.</summary>
internal sealed class JsonBuilder
{
    private readonly ArrayBufferWriter<byte> _target = new(256);

    public Json ToJson() => new(_target.WrittenMemory);

    public void Attributes(Item item, bool plain)
    {
        _target.Write("{"u8);
        for (var i = 0; i < item.Count; i++)
        {
            if (i > 0)
                _target.Write(","u8);
            Quoted(item.RawNameAt(i));
            _target.Write(":"u8);
            Value(item.ValueAt(i), plain);
        }

        _target.Write("}"u8);
    }

    public void Value(Value value, bool plain)
    {
        if (plain)
            Plain(value);
        else
            Typed(value);
    }

    private void Typed(Value value)
    {
        _target.Write("{"u8);
        Quoted(System.Text.Encoding.ASCII.GetBytes(value.Type.ToString()));
        _target.Write(":"u8);
        if (value.Type is AttributeType.S or AttributeType.N or AttributeType.B)
            Quoted(value.Raw);
        else
            _target.Write(value.IsDefault ? "true"u8 : value.Raw);
        _target.Write("}"u8);
    }

    private void Plain(Value value)
    {
        switch (value.Type)
        {
            case AttributeType.S:
            case AttributeType.B:
                Quoted(value.Raw);
                break;
            case AttributeType.N:
                _target.Advance(value.FormatNumber(_target.GetSpan(NumberParts.MaxTextLength)));
                break;
            case AttributeType.BOOL:
                _target.Write(value.Raw);
                break;
            case AttributeType.NULL:
                _target.Write("null"u8);
                break;
            case AttributeType.M:
                Attributes(value.Members(), plain: true);
                break;
            default:
                Elements(value.Elements());
                break;
        }
    }

    private void Elements(ValueList values)
    {
        _target.Write("["u8);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
                _target.Write(","u8);
            Plain(values[i]);
        }

        _target.Write("]"u8);
    }

    private void Quoted(ReadOnlySpan<byte> text)
    {
        _target.Write("\""u8);
        _target.Write(text);
        _target.Write("\""u8);
    }
}
