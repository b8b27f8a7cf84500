using System.Text;
using Dataflux.Dialects.DynamoDbExport.Ion;
using Dataflux.Tests.Profiles;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

public class IonLineTests
{
    private static readonly byte[] Inserted = "{}[]\",:\\ \tdDSNBx019e.-$'/*u::"u8.ToArray();

    // Ion: https://amazon-ion.github.io/ion-docs/docs/spec.html; the mapping: AWS, "DynamoDB table export output format".
    [Theory]
    [InlineData("$ion_1_0 {Item:{Id:103.,PageCount:6d2,Authors:$dynamodb_SS::[\"A\",\"B\"],InPublication:false}}",
        """{"Item":{"Id":{"N":"103"},"PageCount":{"N":"600"},"Authors":{"SS":["A","B"]},"InPublication":{"BOOL":false}}}""")]
    [InlineData("{Item:{a:-1.50d-3,b:1d1,c:0.,d:-0d0,e:7,f:1_000.5,g:123D+2}}",
        """{"Item":{"a":{"N":"-0.0015"},"b":{"N":"10"},"c":{"N":"0"},"d":{"N":"0"},"e":{"N":"7"},"f":{"N":"1000.5"},"g":{"N":"12300"}}}""")]
    [InlineData("{Item:{a:1d-130,b:99999999999999999999999999999999999999d88}}",
        """{"Item":{"a":{"N":"1E-130"},"b":{"N":"9.9999999999999999999999999999999999999E+125"}}}""")]
    [InlineData("""{Item:{s:"\a\b\t\n\f\r\v\0\?\'\"\\\/\x41\u0042\U0001F600"}}""",
        """{"Item":{"s":{"S":"\u0007\b\t\n\f\r\u000b\u0000?'\"\\/AB😀"}}}""")]
    // Their last 16 bits alone are a line end, a quote, a backslash and a lone surrogate.
    [InlineData(
        """{Item:{s:"\U0001000A\U00010022\U0001005C\U0001D800"}}""",
        """{"Item":{"s":{"S":"\ud800\udc0a\ud800\udc22\ud800\udc5c\ud836\udc00"}}}""")]
    [InlineData("""{Item:{s:'''it's ''' /* and */ '''"long"''',t:''''''}}""", """{"Item":{"s":{"S":"it's \"long\""},"t":{"S":""}}}""")]
    [InlineData("""{Item:{'a b':"1","c\"d":"2",'''e''':"3",_f$1:"4",'null':"5"}}""",
        """{"Item":{"a b":{"S":"1"},"c\"d":{"S":"2"},"e":{"S":"3"},"_f$1":{"S":"4"},"null":{"S":"5"}}}""")]
    [InlineData("{Item:{b:{{ aGk= }},c:{{}},d:$dynamodb_BS::[{{AA==}},{{a G k =}}],e:$dynamodb_NS::[1.,2d1]}}",
        """{"Item":{"b":{"B":"aGk="},"c":{"B":""},"d":{"BS":["AA==","aGk="]},"e":{"NS":["1","20"]}}}""")]
    [InlineData("{Item:{a:null,b:null.string,c:null.struct,d:[null,true,[],{}],m:{n:{o:\"p\"}}}}",
        """{"Item":{"a":{"NULL":true},"b":{"NULL":true},"c":{"NULL":true},"d":{"L":[{"NULL":true},{"BOOL":true},{"L":[]},{"M":{}}]},"m":{"M":{"n":{"M":{"o":{"S":"p"}}}}}}}""")]
    [InlineData("$ion_1_0 $ion_1_0 {Item:{a:\"b\",},} $ion_1_0 // end", """{"Item":{"a":{"S":"b"}}}""")]
    [InlineData(
        "$ion_1_0 "
            + "{Record:{Keys:{id:1.},Metadata:{WriteTimestampMicros:1684374845117899.},OldImage:{id:1.,a:\"x\"},NewImage:{id:1.,a:\"y\"}}}",
            """{"Metadata":{"WriteTimestampMicros":{"N":"1684374845117899"}},"Keys":{"id":{"N":"1"}},"OldImage":{"id":{"N":"1"},"a":{"S":"x"}},"NewImage":{"id":{"N":"1"},"a":{"S":"y"}}}""")]
    [InlineData("{Record:{Keys:{id:\"a\"},Metadata:{WriteTimestampMicros:1684374845117899.},NewImage:null.struct}}",
        """{"Metadata":{"WriteTimestampMicros":{"N":"1684374845117899"}},"Keys":{"id":{"S":"a"}}}""")]
    public void Line_gives_the_item_of_its_DynamoDB_JSON(string ion, string json) =>
        Assert.Equal(ItemDump.Write(TestData.Block(json).Item(0)), Read(ion));

    [Theory]
    [InlineData("{Item:{a:1e0}}", "column 10: 1e0 is no number")]
    [InlineData("{Item:{a:2007-02-23T}}", "column 10: 2007-02-23T is no number")]
    [InlineData("{Item:{a:0x1F}}", "column 10: 0x1F is no number")]
    [InlineData("{Item:{a:007}}", "column 10: 007 is no number")]
    [InlineData("{Item:{a:123456789012345678901234567890123456789.}}", "has more than 38 significant digits")]
    [InlineData("{Item:{a:1d126}}", "is outside DynamoDB's range")]
    [InlineData("{Item:{a:nan}}", "column 10: the symbol nan is no value")]
    [InlineData("{Item:{a:'x'}}", "column 10: the symbol 'x' is no value")]
    [InlineData("{Item:{a:null.number}}", "column 15: null.number is no type of Ion")]
    [InlineData("{Item:{a:dollars::1.}}", "column 10: the annotation dollars is none that DynamoDB writes")]
    [InlineData("{Item:{a:$dynamodb_SS::[1.]}}", "column 25: expected a string of the set, found '1'")]
    [InlineData("{Item:{a:(1)}}", "column 10: expected a value, found '('")]
    [InlineData("{Item:{a:{{\"clob\"}}}}", "column 12: expected base64")]
    [InlineData("{Item:{a:{{YQ}}}}", "column 10: the blob is not base64 with padding")]
    [InlineData("{Item:{a:\"\\q\"}}", "column 11: not an escape of Ion")]
    [InlineData("{Item:{a:\"\\U00110000\"}}", "column 11: not an escape of Ion")]
    [InlineData("{Item:{a:\"x}}", "column 10: the text has no end")]
    [InlineData("{Item:{é:\"x\"}}", "column 8: expected a name, found 'é'")]
    [InlineData("{Item:{'é':x}}", "column 12: the symbol x is no value")]
    [InlineData("{Item:{$10:\"x\"}}", "column 8: $10 is no field name")]
    [InlineData("{Item:{a:1.} /* }", "column 14: the comment has no end")]
    [InlineData("{Item:{a:1.}} {Item:{a:1.}}", "column 15: expected nothing after the item, found '{'")]
    [InlineData("{Record:{Keys:{a:1.}},Item:{}}", "expected nothing beside Record")]
    [InlineData("$ion_1_1 {Item:{a:1.}}", "column 1: expected '{' and an item, found '$'")]
    [InlineData("$ion_symbol_table::{symbols:[]}", "column 1: expected '{' and an item, found '$'")]
    [InlineData("[{Item:{a:1.}}]", "column 1: expected '{' and an item, found '['")]
    [InlineData("{Item:{a:1.,a:2.}}", "in its DynamoDB JSON form, column")]
    [InlineData("{Thing:{a:1.}}", "expected a member Item")]
    public void What_DynamoDB_does_not_write_is_refused_with_its_place(string ion, string expected)
    {
        var block = IonBlocks.Parse(Encoding.UTF8.GetBytes("{Item:{n:1.}}\n" + ion + "\n{Item:{n:3.}}\n"), 1);
        Assert.Equal(3, block.Count);
        Assert.Contains(expected, block.Error(1), StringComparison.Ordinal);
        Assert.Equal(2, block.LineNumber(1));
        Assert.Equal(3, block.Item(2).Int32("n"));
    }

    [Fact]
    public void Refused_line_keeps_its_text_for_the_reject_file()
    {
        var block = IonBlocks.Parse("$ion_1_0 {Item:{a:(1)}}"u8.ToArray(), 7);
        Assert.Equal("$ion_1_0 {Item:{a:(1)}}", Encoding.UTF8.GetString(block.Line(0).Span));
        Assert.Equal(7, block.LineNumber(0));
    }

    [Fact]
    public void Lines_without_an_item_are_not_counted_and_keep_their_numbers()
    {
        var block = IonBlocks.Parse("$ion_1_0\n\n// nothing\n {Item:{n:4.}}\r\n"u8.ToArray(), 1);
        Assert.Equal(1, block.Count);
        Assert.Equal(4, block.LineNumber(0));
    }

    [Fact]
    public void Too_deep_nesting_is_refused()
    {
        var deep = new string('[', 10_000);
        Assert.Contains(
            "nested deeper than 128 levels",
            IonBlocks.Parse(Encoding.ASCII.GetBytes($"{{Item:{{a:{deep}"), 1).Error(0),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Generated_items_are_the_same_as_from_JSON_however_the_Ion_is_written()
    {
        var generator = new ItemGenerator(seed: 11);
        var ion = new IonText(generator.Random, variety: true);
        for (var i = 0; i < 5_000; i++)
        {
            var json = i % 50 == 0 ? generator.DeepLine(i / 50 % 60) : generator.Line();
            var expected = ItemDump.Write(TestData.Block(json).Item(0));
            Assert.Equal(expected, Read(ion.Line(json)));
            Assert.Equal(expected, Read(IonText.AsAwsWrites(json)));
        }
    }

    [Fact]
    public void Mutated_lines_are_read_or_refused_and_never_harm_their_neighbours()
    {
        var generator = new ItemGenerator(seed: 12);
        var ion = new IonText(generator.Random, variety: true);
        byte[] valid = [];
        var refused = 0;
        for (var i = 0; i < 100_000; i++)
        {
            if (i % 20 == 0)
                valid = Encoding.UTF8.GetBytes(ion.Line(generator.Line()));
            var line = Mutate(valid, generator.Random);
            var block = IonBlocks.Parse((byte[])[.. "{Item:{n:1.}}\n"u8, .. line, .. "\n{Item:{n:3.}}"u8], 1);
            Assert.Equal(1, block.Item(0).Int32("n"));
            Assert.Equal(3, block.Item(block.Count - 1).Int32("n"));
            for (var r = 0; r < block.Count; r++)
            {
                if (block.Error(r) is { } error)
                {
                    Assert.Contains("column ", error, StringComparison.Ordinal);
                    refused++;
                }
                else
                {
                    ItemDump.Write(block.Item(r));
                }
            }
        }

        Assert.InRange(refused, 10_000, 95_000);
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var line = valid.ToList();
        for (var changes = random.Next(1, 4); changes > 0 && line.Count > 0; changes--)
        {
            var at = random.Next(line.Count);
            switch (random.Next(4))
            {
                case 0: line.RemoveAt(at); break;
                case 1: line.Insert(at, Inserted[random.Next(Inserted.Length)]); break;
                case 2: line[at] = (byte)random.Next(256); break;
                default: line.RemoveRange(at, random.Next(line.Count - at)); break;
            }
        }

        return [.. line];
    }

    private static string Read(string ion)
    {
        var block = IonBlocks.Parse(Encoding.UTF8.GetBytes(ion), 1);
        Assert.Null(block.Error(0));
        return ItemDump.Write(block.Item(0));
    }
}
