using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Tests.Scripting;

/// <summary>The file of SQL that a definition names with <c>onStart</c>.</summary>
public sealed class StartFileTests : IDisposable
{
    private const string Script = ScriptFolder.Rows + """
        Row? parseItem(Item item) => new(1);
        Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id);

        """;

    private const string Statements = "create table if not exists picture (id bigint primary key);\n";

    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void It_runs_before_the_scripts_own_onStart()
    {
        _scripts.With("pictures.sql", Statements)
            .With("pictures.csx", Script + "Task onStart(ISqlTarget target) => target.Execute(\"own\");");
        using var profile = Load().Require();

        Assert.Equal([$"sql {Statements}", "sql own", "mapping Picture: Picture { Id = 1 }"], ProfileRun.Of(profile).Calls);
    }

    [Fact]
    public void It_runs_where_the_script_has_no_onStart_and_a_byte_order_mark_is_no_statement()
    {
        _scripts.With("pictures.sql", "\uFEFF" + Statements).With("pictures.csx", Script);
        using var profile = Load().Require();

        Assert.Equal($"sql {Statements}", ProfileRun.Of(profile).Calls[0]);
    }

    [Fact]
    public void Its_content_is_part_of_the_profile_and_its_name_is_not()
    {
        _scripts.With("pictures.sql", Statements).With("other.sql", Statements).With("pictures.csx", Script);
        using var without = _scripts.Load().Require();
        using var with = Load().Require();
        using var renamed = Load("other.sql").Require();
        _scripts.With("pictures.sql", Statements + "-- changed\n");
        using var changed = Load().Require();

        Assert.Equal(3, new[] { without, with, changed }.Select(static profile => profile.Hash).Distinct().Count());
        Assert.Equal(with.Hash, renamed.Hash);
        Assert.Equal([_scripts.PathOf("pictures.csx"), _scripts.PathOf("pictures.sql")], with.Files);
    }

    [Fact]
    public void A_compiled_script_of_the_cache_runs_with_the_file_as_it_is_now()
    {
        _scripts.With("pictures.sql", "select 1").With("pictures.csx", Script);
        Load(cached: true).Require().Dispose();
        _scripts.With("pictures.sql", "select 2");
        using var profile = Load(cached: true).Require();

        Assert.Equal("sql select 2", ProfileRun.Of(profile).Calls[0]);
    }

    [Fact]
    public async Task An_error_of_its_statements_is_told_with_its_name()
    {
        _scripts.With("pictures.sql", Statements).With("pictures.csx", Script);
        using var compiled = Load().Require();
        var profile = compiled.Bind(ProfileRun.Context);

        var refusal = new InvalidOperationException("no right to do that");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => profile.OnStart!(new RecordingTarget { Refusal = refusal }));

        Assert.Equal("pictures.sql: InvalidOperationException: no right to do that", profile.DescribeError!(error));
        Assert.Equal("ArgumentException: another", profile.DescribeError(new ArgumentException("another")));
    }

    [Theory]
    [InlineData("missing.sql", "missing.sql(0,0) DF0112: 'missing.sql' does not exist; looked for {0}/missing.sql; correct the path, or put the file there")]
    [InlineData("blank.sql", "blank.sql(0,0) DF0112: the file holds no statement; write what makes the tables, or take 'onStart' out of the definition")]
    [InlineData("binary.sql", "binary.sql(0,0) DF0112: 'binary.sql' cannot be read: Unable to translate bytes [FF] at index 0 from specified code page to Unicode.")]
    [InlineData("../outside.sql", "../outside.sql(0,0) DF0113: '../outside.sql' is outside {0}; a profile and what it loads stay in the project; "
        + "move it there, or set 'allowOutside: true' in the definition if you trust it")]
    public void What_cannot_be_run_is_explained(string file, string expected)
    {
        _scripts.With("blank.sql", " \n").With("pictures.csx", Script);
        File.WriteAllBytes(_scripts.PathOf("binary.sql"), [0xFF, 0x31]);

        var result = Load(file);

        var problem = Assert.Single(result.Problems);
        Assert.Equal(
            expected.Replace("{0}", _scripts.Folder, StringComparison.Ordinal),
            $"{problem.Path}({problem.Line},{problem.Column}) {problem.Code}: {problem.Message}");
        Assert.Contains(Path.GetFullPath(file, _scripts.Folder), result.Files);
    }

    private ProfileLoadResult Load(string file = "pictures.sql", bool cached = false) => ProfileLoader.Load(
        _scripts.PathOf("pictures.csx"),
        new ProfileLoadOptions
        {
            DisplayPath = "pictures.csx",
            OnStartFile = Path.GetFullPath(file, _scripts.Folder),
            CacheFolder = cached ? _scripts.CacheFolder : null,
        });
}
