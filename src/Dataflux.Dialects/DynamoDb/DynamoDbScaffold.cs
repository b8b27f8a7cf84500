using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDb;

/// <summary>
/// The tables that 'init' writes items to. They must be there before a run: what makes one stands beside the profile, for the AWS CLI.
/// </summary>
internal sealed class DynamoDbScaffold : ITableScaffold
{
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    private const int MostCharacters = 255;
    private const int FewestCharacters = 3;
    private const string Longer = "_items";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string Comment => "tables that are there, with keys as the profile's [Key] has them";

    public int MostKeys => 2;

    public string ColumnOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    public bool IsTaken(string column) => false;

    public string Fit(string name, string ending = "")
    {
        var most = MostCharacters - ending.Length;
        if (name.Length > most)
            name = name[..(char.IsHighSurrogate(name[most - 1]) ? most - 1 : most)];
        return name + ending;
    }

    public string FitTable(string name, string ending = "")
    {
        var plain = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
        return Fit(plain.Length + ending.Length < FewestCharacters ? plain + Longer : plain, ending);
    }

    public bool CanBeKey(ColumnKind kind) =>
        kind is not (ColumnKind.Boolean or ColumnKind.Document or ColumnKind.Texts or ColumnKind.Numbers or ColumnKind.Binaries);

    public IReadOnlyList<(string Path, string What, string Text)> FilesOf(string migration, IReadOnlyList<ScaffoldTable> tables) =>
    [
        .. tables.Select(table => (
            $"{migration}.tables/{table.Name}.json",
            $"the table {table.Name}, for aws dynamodb create-table --cli-input-json file://…",
            RequestOf(table))),
    ];

    private static string RequestOf(ScaffoldTable table) => new JsonObject
    {
        ["TableName"] = table.Name,
        ["AttributeDefinitions"] = new JsonArray(
            [.. table.Key.Select(static column => new JsonObject { ["AttributeName"] = column.Name, ["AttributeType"] = TypeOf(column) })]),
        ["KeySchema"] = new JsonArray(
            [.. table.Key.Select(static (column, i) => new JsonObject
            {
                ["AttributeName"] = column.Name,
                ["KeyType"] = i == 0 ? "HASH" : "RANGE",
            })]),
        ["BillingMode"] = "PAY_PER_REQUEST",
    }.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";

    private static string TypeOf(ScaffoldColumn column) => column.Kind switch
    {
        ColumnKind.Integer or ColumnKind.Number or ColumnKind.Real => "N",
        ColumnKind.Bytes => "B",
        _ => "S",
    };
}
