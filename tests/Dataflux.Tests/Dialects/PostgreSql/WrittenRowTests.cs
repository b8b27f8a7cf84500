using System.Buffers.Binary;
using System.Text;
using Dataflux.Dialects.Lines;
using Dataflux.Dialects.PostgreSql.Decoding;
using Dataflux.Profiles;
using Dataflux.Profiles.Parsing;
using Dataflux.Tests.Profiles;

namespace Dataflux.Tests.Dialects.PostgreSql;

/// <summary>Rows become items without being parsed: what was noted of a line is what a parser finds in it.</summary>
public class WrittenRowTests
{
    private readonly LineWriter _lines = new(64);
    private readonly WrittenItems _items = new();
    private readonly Dictionary<int, string> _refused = [];
    private int _count;

    [Fact]
    public void What_is_noted_of_scalars_is_what_is_in_the_line()
    {
        var reader = new ItemReader(
            [
                ("id", NumberReaders.Int8), ("say \"hi\"", TypedValue.AddText), ("ok", TextReaders.Bool), ("none", TypedValue.AddText),
                ("data", TextReaders.Bytea), ("größe", NumberReaders.Float8),
            ],
            constant: null);
        Write(reader, Int8(-7), "a \"b\" \\ c\n"u8.ToArray(), [1], null, [1, 2, 255], Float8(1.5));
        Write(reader, Int8(0), [], [0], "ü"u8.ToArray(), [], Float8(-0.25));

        AssertIsAsParsed();
    }

    [Fact]
    public void Scalars_are_not_parsed_again()
    {
        var reader = new ItemReader([("id", NumberReaders.Int8), ("ok", TextReaders.Bool), ("none", TypedValue.AddText)], constant: null);
        Write(reader, Int8(1), [1], null);
        Assert.NotNull(_items.Take(_lines.From(0).ToArray(), _lines.Length));
    }

    [Fact]
    public void The_name_of_the_table_is_an_attribute_like_the_columns()
    {
        var reader = new ItemReader([("id", NumberReaders.Int8)], ("table", "{\"S\":\"orders\"}"u8.ToArray()));
        Write(reader, Int8(1));

        var item = AssertIsAsParsed().Item(0);
        Assert.Equal("orders", item.String("table"));
        Assert.Equal(1, item.Int64("id"));
    }

    [Theory]
    [InlineData("{\"a\":{\"b\":null}}")]
    [InlineData("[\"x\",1]")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("12.5")]
    [InlineData("true")]
    [InlineData("null")]
    public void A_document_is_what_it_was(string json)
    {
        var reader = new ItemReader([("id", NumberReaders.Int8), ("doc", JsonReaders.Json)], constant: null);
        Write(reader, Int8(1), Encoding.UTF8.GetBytes(json));
        AssertIsAsParsed();
    }

    [Fact]
    public void A_row_that_no_item_can_be_leaves_its_neighbours_alone()
    {
        var reader = new ItemReader([("id", NumberReaders.Int8), ("ratio", NumberReaders.Float8)], constant: null);
        Write(reader, Int8(1), Float8(1));
        Write(reader, Int8(2), Float8(double.NaN));
        Write(reader, Int8(3), Float8(3));

        var block = Block();
        Assert.Equal("ratio: NaN is not a number", block.Error(1));
        Assert.Equal([1L, 3L], [block.Item(0).Int64("id"), block.Item(2).Int64("id")]);
    }

    [Fact]
    public void Text_that_is_no_utf8_spoils_its_own_row_only()
    {
        var reader = new ItemReader([("name", TypedValue.AddText)], constant: null);
        Write(reader, [0xFF]);
        Write(reader, "é"u8.ToArray());

        var block = Block();
        Assert.Equal("in its DynamoDB JSON form, column 23: expected UTF-8, found the byte 0xFF", block.Error(0));
        Assert.Equal("é", block.Item(1).String("name"));
    }

    [Fact]
    public void Two_columns_of_one_name_are_no_item()
    {
        var reader = new ItemReader([("a", NumberReaders.Int8), ("a", NumberReaders.Int8)], constant: null);
        Write(reader, Int8(1), Int8(2));
        Assert.Contains("\"a\" occurs twice", Block().Error(0), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_begin_anew_with_each_block()
    {
        var reader = new ItemReader([("doc", JsonReaders.Json)], constant: null);
        Write(reader, "[1]"u8.ToArray());
        Block();
        Write(reader, "1"u8.ToArray());
        Assert.Equal(1, AssertIsAsParsed().Item(0).Int64("doc"));
    }

    private static byte[] Int8(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Float8(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    }

    // A field is its length and its bytes; null has the length -1 (PostgreSQL documentation, COPY, "Tuples").
    private void Write(ItemReader reader, params byte[]?[] values)
    {
        var fields = new List<byte>();
        foreach (var value in values)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, value?.Length ?? -1);
            fields.AddRange([.. length, .. value ?? []]);
        }

        if (reader.Read(fields.ToArray(), _lines, _items) is { } refused)
            _refused.Add(_count, refused);

        _count++;
    }

    private ItemBlock Block()
    {
        _count = 0;
        return ItemBlock.FromWritten(_lines.Take(), 1, _items, _refused);
    }

    private ItemBlock AssertIsAsParsed()
    {
        var text = _lines.From(0).ToArray();
        var parsed = ItemBlock.Parse(text, 1);
        var written = Block();
        Assert.Equal(parsed.Count, written.Count);
        for (var i = 0; i < parsed.Count; i++)
        {
            Assert.Null(written.Error(i));
            Assert.Equal(ItemDump.Write(parsed.Item(i)), ItemDump.Write(written.Item(i)));
            Assert.Equal(parsed.Line(i).ToArray(), written.Line(i).ToArray());
            Assert.Equal(parsed.LineNumber(i), written.LineNumber(i));
        }

        return written;
    }
}
