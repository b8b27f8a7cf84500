using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Pipeline;

namespace Dataflux.Tests.Engine;

/// <summary>Which of an item's earlier records it writes again.</summary>
public class WrittenKeysTests
{
    [Theory]
    [InlineData("a@x", "a@x", false, 0)]
    [InlineData("A@x", "a@x", false, 1)]
    [InlineData("A@x", "a@x", true, 0)]
    [InlineData("b@x", "a@x", true, 1)]
    public void Keys_that_differ_in_case_are_two_unless_the_target_may_call_them_equal(string before, string now, bool isLoose, int gone)
    {
        var left = WrittenKeys.Without([new UserKey(before)], [new User(now, "Ann")], isLoose);

        Assert.Equal(gone, left.Length);
    }

    [Table("users")]
    private sealed record User([property: Key] string Email, string Name);

    [Table("users")]
    private sealed record UserKey([property: Key] string Email);
}
