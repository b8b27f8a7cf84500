using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.OpenSearch;

/// <summary>The indexes that 'init' writes to: each run fills fresh ones, made with a mapping that is written beside the profile.</summary>
internal sealed class OpenSearchScaffold : ITableScaffold
{
    // An index has 255 bytes with the stamp of its generation; what people search in is shorter by far.
    private const int MostCharacters = 128;

    // What OpenSearch itself gives a text of which it knows nothing; longer ones are found by their words alone.
    private const int LongestKeyword = 256;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Comment => "a cluster of OpenSearch";

    public string ColumnOf(string property) => ColumnNaming.SnakeCase(property);

    public bool IsTaken(string column) => RecordCheck.IsMetadata(column);

    public string Fit(string name, string ending = "") => name[..Math.Min(name.Length, MostCharacters - ending.Length)] + ending;

    public IReadOnlyList<(string Option, string Value)> OptionsOf(string migration) =>
    [
        ("url", "${OPENSEARCH_URL:-http://localhost:9200}"),
        ("generation", "new"),
        ("mapping", FolderOf(migration)),
    ];

    public IReadOnlyList<(string Path, string What, string Text)> FilesOf(string migration, IReadOnlyList<ScaffoldTable> tables) =>
        [.. tables.Select(table => ($"{FolderOf(migration)}/{table.Name}.json", $"the mapping of {table.Name}", MappingOf(table)))];

    private static string FolderOf(string migration) => $"{migration}.mappings";

    private static string MappingOf(ScaffoldTable table)
    {
        var fields = new JsonObject();
        foreach (var column in table.Columns)
            fields[column.Name] = TypeOf(column);

        // What has no field is a mistake of the profile, and not a field of a type that its first document happens to need.
        var body = new JsonObject { ["mappings"] = new JsonObject { ["dynamic"] = "strict", ["properties"] = fields } };
        return body.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
    }

    // A field has one value or many of its type, so a set needs no type of its own.
    private static JsonObject TypeOf(ScaffoldColumn column) => column.Kind switch
    {
        ColumnKind.Text when !column.IsKey => new()
        {
            ["type"] = "text",
            ["fields"] = new JsonObject
            {
                ["keyword"] = new JsonObject { ["type"] = "keyword", ["ignore_above"] = LongestKeyword },
            },
        },
        ColumnKind.Integer => Simple("long"),
        ColumnKind.Number when column.IsKey => Simple("keyword"), // with all its digits; a double would round them
        ColumnKind.Number or ColumnKind.Numbers or ColumnKind.Real => Simple("double"),
        ColumnKind.Boolean => Simple("boolean"),
        ColumnKind.Bytes or ColumnKind.Binaries => Simple("binary"),
        ColumnKind.Time or ColumnKind.Date => Simple("date"),

        // Its parts may have other types in each document, which a field with an index refuses.
        ColumnKind.Document => new() { ["type"] = "object", ["enabled"] = false },
        _ => Simple("keyword"),
    };

    private static JsonObject Simple(string type) => new() { ["type"] = type };
}
