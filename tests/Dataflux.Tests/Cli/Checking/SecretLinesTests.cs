using Dataflux.Authoring.Checking.Reports;

namespace Dataflux.Tests.Cli.Checking;

public sealed class SecretLinesTests
{
    private readonly SecretLines _secrets = new(["password", "connection"]);

    [Theory]
    [InlineData("password: hunter2", 0)]
    [InlineData("target: { ssl: no, password: [hunter2] }", 0)]
    [InlineData("pasword: hunter2", 0)]
    [InlineData("PASSWORT: hunter2", 0)]
    [InlineData("sessionToken: hunter2", 0)]
    [InlineData("url: postgres://me:hunter2@db/x", 0)]
    [InlineData("other: Host=db;Pwd=hunter2", 0)]
    [InlineData("target:\n  password:\n    - hunter2", 2)]
    [InlineData("target:\n  password: |\n\n    hunter2\n  port: x", 3)]
    [InlineData("password:\n- hunter2", 1)]
    [InlineData("password: \"hun\nter2", 1)]
    public void A_line_that_may_hold_a_secret_is_known(string text, int line)
    {
        Assert.True(_secrets.MayHold(text.Split('\n'), line, "x.yaml"));
    }

    [Theory]
    [InlineData("batchsize: 5", 0, "x.yaml")]
    [InlineData("target:\n  password: x\n  port: many", 2, "x.yaml")]
    [InlineData("password: x\nbatchsize: 5", 1, "x.yaml")]
    [InlineData("Row? parseItem(Item item) => new(item.String(\"password\"));", 0, "x.csx")]
    [InlineData("// see https://example.com/me@home", 0, "x.csx")]
    public void Other_lines_are_shown(string text, int line, string path)
    {
        Assert.False(_secrets.MayHold(text.Split('\n'), line, path));
    }

    [Fact]
    public void A_connection_in_a_script_is_a_secret()
    {
        Assert.True(_secrets.MayHold(["var c = \"Host=db;Password=hunter2\";"], 0, "x.csx"));
    }
}
