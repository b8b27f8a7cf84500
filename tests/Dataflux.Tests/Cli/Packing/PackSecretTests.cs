namespace Dataflux.Tests.Cli.Packing;

/// <summary>What must not be shared is not packed. The secrets are made up in parts, so that no tool takes this file for a leak.</summary>
public sealed class PackSecretTests : IDisposable
{
    private const string AccessKey = "AKIA" + "IOSFODNN7EXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY";
    private readonly PackProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("password: ${DB_PASSWORD:-}", "password: hunter2", "pets.yaml(8,13): error DF0505: the value of 'password' would be packed")]
    [InlineData("password: ${DB_PASSWORD:-}", "password: ${DB_PASSWORD:-hunter2}", "pets.yaml(8,13): error DF0505: the value of 'password' would be packed")]
    [InlineData("password: ${DB_PASSWORD:-}", "connection: Host=db;Username=me;Password=hunter2", "pets.yaml(8,15): error DF0505: the value of 'connection'")]
    [InlineData("password: ${DB_PASSWORD:-}", "connection: postgres://me:hunter2@db/x", "pets.yaml(8,15): error DF0505: the value of 'connection'")]
    [InlineData("password: ${DB_PASSWORD:-}", "# password: hunter2", "pets.yaml(8,15): error DF0505: a secret would be packed")]
    [InlineData("name: pets", "name: pets # " + AccessKey, "pets.yaml(1,14): error DF0505: an AWS access key would be packed")]
    public async Task A_literal_secret_in_a_definition_is_refused(string from, string to, string message)
    {
        Replace("migrations/pets.yaml", from, to);

        Assert.Contains($"migrations/{message}", await RefusedAsync());
    }

    [Theory]
    [InlineData("const string Db = \"Host=db;Username=me;Password=hunter2\";", "pets.csx(1,49): error DF0505: a password in a connection string would be packed")]
    [InlineData("// postgres://me:hunter2@db/x", "pets.csx(1,18): error DF0505: a password in a URL would be packed")]
    [InlineData("// aws_secret_access_key = " + SecretKey, "pets.csx(1,28): error DF0505: an AWS secret access key would be packed")]
    [InlineData("const string Key = \"-----BEGIN RSA " + "PRIVATE KEY-----\";", "pets.csx(1,21): error DF0505: a private key would be packed")]
    public async Task A_secret_in_a_script_is_refused(string line, string message)
    {
        Replace("migrations/pets.csx", "record Row", line + "\nrecord Row");
        Replace("migrations/pets.csx", "#load \"../shared/names.csx\"\n", "");
        Replace("migrations/pets.csx", "Trimmed(item.String(\"name\"))", "item.String(\"name\")");

        Assert.Contains($"migrations/{message}", await RefusedAsync());
    }

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

    [Theory]
    [InlineData("migrations/pets.yaml", "password: ${DB_PASSWORD:-}", "connection: Host=db;Username=me;Password=${DB_PASSWORD}")]
    [InlineData("migrations/pets.yaml", "password: ${DB_PASSWORD:-}", "connection: Host=db;Username=me")]
    [InlineData("migrations/pets.yaml", "password: ${DB_PASSWORD:-}", "connection: ${DB}")]
    [InlineData("shared/names.csx", "static", "record Login(string Password, string Url);\nstatic Login Of(Item i) => new(Password: i.String(\"password\"), Url: \"https://a.b/c@d\");\nstatic")]
    public async Task What_names_a_secret_without_holding_it_is_packed(string file, string from, string to)
    {
        Replace(file, from, to);

        await _project.PackAsync("--sample", "1");
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
