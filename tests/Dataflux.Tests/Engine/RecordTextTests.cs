using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Engine.Rejects;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>Whatever a profile's record is, showing it throws nothing and gives JSON.</summary>
public class RecordTextTests
{
    [Fact]
    public void A_number_that_JSON_does_not_know_is_shown_by_its_name()
    {
        Assert.Equal("""{"Id":"a","Mean":"NaN"}""", RecordText.Of(new Average("a", double.NaN)));
        Assert.Equal("""{"Id":"a","Mean":"-Infinity"}""", RecordText.Of(new Average("a", double.NegativeInfinity)));
    }

    [Fact]
    public void A_property_that_throws_says_so_and_the_others_are_shown() =>
        Assert.Equal("""{"Id":"a","Half":"cannot be shown: DivideByZeroException"}""", RecordText.Of(new Throwing("a")));

    [Fact]
    public void Records_that_refer_to_each_other_are_shown_once()
    {
        var parent = new Node("parent");
        parent.Other = new Node("child") { Other = parent };

        Assert.Equal("""{"Name":"parent","Other":{"Name":"child","Other":null}}""", RecordText.Of(parent));
    }

    [Fact]
    public void What_lies_deeper_than_JSON_goes_does_not_hide_the_rest()
    {
        var deep = new Node("0");
        for (var depth = 1; depth < 100; depth++)
            deep = new Node($"{depth}") { Other = deep };

        Assert.Equal("""{"Name":"99","Other":"cannot be shown: JsonException"}""", RecordText.Of(deep));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("pointer")]
    [InlineData("half")]
    [InlineData("number")]
    [InlineData("json")]
    public void Values_that_have_no_JSON_are_still_JSON(string what)
    {
        object value = what switch
        {
            "NaN" => JsonValue.Create(double.NaN),
            "pointer" => new IntPtr(1),
            "half" => "\ud83d",
            "number" => default(Number),
            _ => default(Json),
        };

        using var shown = JsonDocument.Parse(RecordText.Of(new Holder("a", value)));

        Assert.Equal("a", shown.RootElement.GetProperty("Id").GetString());
        using var alone = JsonDocument.Parse(RecordText.Of(value));
    }

    private sealed record Average(string Id, double Mean);

    private sealed record Holder(string Id, object Value);

    private sealed record Throwing(string Id)
    {
        public int Half => throw new DivideByZeroException(Id);
    }

    private sealed record Node(string Name)
    {
        public Node? Other { get; set; }
    }
}
