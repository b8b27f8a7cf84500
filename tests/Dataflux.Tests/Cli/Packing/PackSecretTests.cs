using System.Text;
using Dataflux.Authoring.Packing;
using Dataflux.Cli.Composing;

namespace Dataflux.Tests.Cli.Packing;

/// <summary>What must not be shared is not packed. The secrets are made up in parts, so that no tool takes this file for a leak.</summary>
public sealed class PackSecretTests : IDisposable
{
    private const string AccessKey = "AKIA" + "IOSFODNN7EXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY";
    private readonly PackProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("password: hunter2", "(2,13): error DF0505: the value of 'password' would be packed")]
    [InlineData("password: ${DB_PASSWORD:-hunter2}", "(2,13): error DF0505: the value of 'password' would be packed")]
    [InlineData("connection: Host=db;Username=me;Password=hunter2", "(2,15): error DF0505: the value of 'connection' would be packed")]
    [InlineData("connection: postgres://me:hunter2@db/x", "(2,15): error DF0505: the value of 'connection' would be packed")]
    [InlineData("# password: hunter2", "(2,15): error DF0505: a secret would be packed")]
    [InlineData("host: db # " + AccessKey, "(2,14): error DF0505: an AWS access key would be packed")]
    public void A_literal_secret_in_a_definition_is_found(string line, string expected)
    {
        var problem = Assert.Single(new DefinitionSecrets(Shipped.Composition).Find("pets.yaml", $"target:\n  {line}\n"));

        Assert.StartsWith($"pets.yaml{expected}", $"{problem}");
        Assert.DoesNotContain("hunter2", $"{problem}");
    }

    [Theory]
    [InlineData("connection: Host=db;Username=me;Password=${DB_PASSWORD}")]
    [InlineData("connection: Host=db;Username=me")]
    [InlineData("connection: ${DB}")]
    [InlineData("password: ${DB_PASSWORD:-}")]
    [InlineData("# password: ${DB_PASSWORD}")]
    public void What_names_a_secret_of_a_definition_without_holding_it_is_no_secret(string line) =>
        Assert.Empty(new DefinitionSecrets(Shipped.Composition).Find("pets.yaml", $"target:\n  {line}\n"));

    [Theory]
    [InlineData(
        "const string Db = \"Host=db;Username=me;Password=hunter2\";",
        "(7,49): error DF0505: a password in a connection string would be packed")]
    [InlineData("const string Db = \"Pwd=hunter2;Host=db\";", "(7,24): error DF0505: a password in a connection string would be packed")]
    [InlineData("// postgres://me:hunter2@db/x", "(7,18): error DF0505: a password in a URL would be packed")]
    [InlineData("// aws_secret_access_key = " + SecretKey, "(7,28): error DF0505: an AWS secret access key would be packed")]
    [InlineData("{\"secretAccessKey\":{\"S\":\"" + SecretKey + "\"}}", "(7,26): error DF0505: an AWS secret access key would be packed")]
    [InlineData("const string Key = \"-----BEGIN RSA " + "PRIVATE KEY-----\";", "(7,21): error DF0505: a private key would be packed")]
    public void A_secret_in_a_script_is_found(string line, string expected)
    {
        var problem = Assert.Single(SecretScan.Of("pets.csx", $"// one\n{line}\n", line: 6));

        Assert.StartsWith($"pets.csx{expected}", $"{problem}");
        Assert.DoesNotContain("hunter2", $"{problem}");
    }

    [Theory]
    [InlineData("record Login(string Password, string Host);")]
    [InlineData("new Login(Password: item.String(\"password\"), Host: item.String(\"host\"))")]
    [InlineData("\"https://a.b/c@d\", \"https://example.com:443/a\"")]
    [InlineData("$\"Host={host};Password=${DB_PASSWORD}\"")]
    public void What_names_a_secret_in_a_script_without_holding_it_is_no_secret(string line) =>
        Assert.Empty(SecretScan.Of("pets.csx", line));

    [Fact]
    public void A_secret_in_an_assembly_is_found() => Assert.Equal(
        ["lib.dll: error DF0505: an AWS access key would be packed; take it out: a profile needs no login of its own"],
        SecretScan.OfAssembly("lib.dll", [0xff, 1, .. Encoding.Unicode.GetBytes($"a {AccessKey} b")]).Select(problem => $"{problem}"));

    [Fact]
    public async Task Every_secret_in_scripts_tests_and_sample_is_named_in_one_go()
    {
        Replace("shared/names.csx", "static", $"// {AccessKey}\nstatic");
        Replace("migrations/pets.tests.yaml", "tests: []", $"tests: []\n# -----BEGIN PRIVATE " + "KEY-----");
        _project.With("loose/a.jsonl", $"{PackProject.Line("a")}\n{PackProject.Line(AccessKey)}\n");
        Replace("migrations/pets.yaml", "path: ../export", "path: ../loose\n  manifest: none");

        var output = await RefusedAsync();

        Assert.Contains("shared/names.csx(1,4): error DF0505: an AWS access key", output);
        Assert.Contains("migrations/pets.tests.yaml(2,3): error DF0505: a private key", output);
        Assert.Contains("a.jsonl(2,21): error DF0505: an AWS access key would be packed; pack without a sample: --sample 0", output);
    }

    private void Replace(string file, string from, string to)
    {
        var text = _project.Text(file);
        Assert.Contains(from, text);
        _project.With(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    private async Task<string> RefusedAsync()
    {
        var output = await _project.RunAsync(2, "pack", "pets");
        Assert.False(File.Exists(_project.PackPath));
        Assert.DoesNotContain("hunter2", output);
        return output;
    }
}
