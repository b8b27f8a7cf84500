using System.Text;
using Dataflux.Dialects.Files.Csv;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Files.Reading;

/// <summary>The keys of the source <c>files</c>, and what they say.</summary>
internal sealed record FileSourceOptions
{
    internal const string PathName = "path";
    internal const string FormatName = "format";
    internal const string DelimiterName = "delimiter";
    internal const string Csv = "csv";
    internal const string Json = "ndjson";
    private const string Section = "source";
    private const string ColumnsName = "columns";
    private const string HeaderName = "header";
    private const string NumbersName = "numbers";
    private const string EmptyName = "empty";
    private const string NullName = "null";
    private const string Tab = "tab";
    private const string EmptyText = "text";
    private const string EmptyQuoted = "quoted";

    /// <summary>All keys.</summary>
    internal static IReadOnlyList<DialectOption> All { get; } =
    [
        new(PathName, OptionKind.Path,
            "The files: a folder, one file, or a name with * and ? in a folder. Each may be gzip; they are read in the order of their "
                + "names.")
        {
            Required = true,
            Example = "data/customers-*.csv.gz",
        },
        new(FormatName, OptionKind.Text, "What they hold: 'csv', or 'ndjson' (a JSON object on each line).")
        {
            Required = true,
            Choices = [Csv, Json],
            Example = Csv,
        },
        new(DelimiterName, OptionKind.Text, "What is between the fields of CSV: one ASCII character, or 'tab'. The default is a comma.")
        {
            Example = ";",
        },
        new(ColumnsName, OptionKind.TextList,
            "The names of CSV's columns, for files without a header. The default is what the header says.")
        {
            Example = "id, name, city",
        },
        new(HeaderName, OptionKind.Boolean,
            "Whether the first line of a CSV file is a header. The default is true, and false with 'columns'; with both, the header is "
                + "left out.")
        {
            Example = "true",
        },
        new(NumbersName, OptionKind.TextList, "Columns of CSV whose texts are numbers (N). The default is none: all are texts (S).")
        {
            Example = "price, amount",
        },
        new(EmptyName, OptionKind.Text,
            "What an empty field of CSV is: 'absent' (the item has no such attribute), 'text' (an empty text), or 'quoted' (an empty text "
                + "where it is in quotes, otherwise absent). The default is absent.")
        {
            Choices = ["absent", EmptyText, EmptyQuoted],
            Example = EmptyQuoted,
        },
        new(NullName, OptionKind.Text, "The text of a field of CSV without quotes that means NULL. The default is none.")
        {
            Example = "\\N",
        },
    ];

    /// <summary>The files, absolute.</summary>
    internal required string Path { get; init; }

    /// <summary>How they are written; <see langword="null"/>: they hold lines of JSON.</summary>
    internal CsvFormat? Format { get; init; }

    /// <summary>How names of files end that a folder is searched for.</summary>
    internal IReadOnlyList<string> Endings => Format is null
        ? [".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz", ".json", ".json.gz"]
        : [".csv", ".csv.gz", ".tsv", ".tsv.gz"];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ProblemsException">One of them is wrong.</exception>
    internal static FileSourceOptions From(DialectSettings settings)
    {
        var isCsv = settings.Text(FormatName) == Csv;
        var foreign = All.Skip(2).FirstOrDefault(option => settings.Has(option.Name));
        if (!isCsv && foreign is not null)
            throw Wrong($"'{foreign.Name}' is for 'format: {Csv}'; leave it out");

        var columns = settings.List(ColumnsName);
        var header = settings.Boolean(HeaderName) ?? columns.Length == 0;
        if (isCsv && !header && columns.Length == 0)
            throw Wrong($"'{HeaderName}' is false, so '{ColumnsName}' must name the columns");

        return new()
        {
            Path = settings.Text(PathName)!,
            Format = !isCsv ? null : new()
            {
                Delimiter = DelimiterOf(settings.Text(DelimiterName)),
                Columns = columns,
                HasHeader = header,
                Numbers = settings.List(NumbersName),
                Empty = settings.Text(EmptyName) switch
                {
                    EmptyText => EmptyField.Text,
                    EmptyQuoted => EmptyField.Quoted,
                    _ => EmptyField.Absent,
                },
                Null = settings.Text(NullName) is { } text ? Encoding.UTF8.GetBytes(text) : null,
            },
        };
    }

    private static byte DelimiterOf(string? text) => text switch
    {
        null => (byte)',',
        Tab => (byte)'\t',
        [< (char)128 and not ('"' or '\r' or '\n') and var one] => (byte)one,
        _ => throw Wrong($"'{DelimiterName}' is '{text}'; expected one ASCII character such as ; or 'tab'"),
    };

    private static ProblemsException Wrong(string message) => ProblemsException.InSection(Section, message);
}
