using Dataflux.Dialects.Aws;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDb.Options;

/// <summary>The options of the target <c>dynamodb</c>.</summary>
internal sealed record DynamoDbOptions
{
    private const string TableName = "table";
    private const string CapacityName = "capacity";
    private const string OnlyNewerName = "onlyNewer";
    private const string SkipUnchangedName = "skipUnchanged";
    private const string ModeName = "mode";
    private const string PathName = "path";
    private const string KeyName = "key";
    private const string S3EndpointName = "s3Endpoint";
    private const string Write = "write";
    private const string ImportMode = "import";
    private const string Section = "target";

    /// <summary>The keys, in the order they are documented.</summary>
    internal static IReadOnlyList<DialectOption> All { get; } =
    [
        new(TableName, OptionKind.Text, "The table of all records that name none with [Table], such as those of ToDynamoDb().")
        {
            Example = "orders",
        },
        AwsLogin.RegionOption("The table's region. The default is AWS_REGION, then the region of the AWS profile."),
        AwsLogin.EndpointOption("The URL of a service with DynamoDB's interface, such as http://localhost:8000.", "http://localhost:8000"),
        AwsLogin.ProfileOption,
        AwsLogin.RoleArnOption("The role to assume before writing.", "arn:aws:iam::123456789012:role/write-orders"),
        AwsLogin.ExternalIdOption,
        new(CapacityName, OptionKind.Text,
            "How much of each table's write capacity the run may use: a share such as 60%, write units for each second such as 2000, or "
                + "'max'. The default is 50% of a table with provisioned capacity, and 'max' for one on demand.")
        {
            DecidesResult = false,
            Example = "60%",
        },
        new(OnlyNewerName, OptionKind.Text,
            "An attribute with a version, such as a time: an item is written only over one whose version is smaller. Each item then "
                + "needs a request of its own.")
        {
            Example = "updatedAt",
        },
        new(SkipUnchangedName, OptionKind.Boolean,
            "Whether items are read first, and written only where they differ; it also tells inserted from updated ones. The default is "
                + "true.")
        {
            DecidesResult = false,
            Example = "true",
        },
        new(ModeName, OptionKind.Text,
            "How items come into tables: write puts them one batch after the other; import makes files of all of them and has DynamoDB "
                + "import these into new tables. The default is write.")
        {
            DecidesResult = false,
            Example = Write,
            Choices = [Write, ImportMode],
        },
        new(PathName, OptionKind.Text, "Where 'mode: import' writes its files: s3://bucket/prefix, in which nothing else is.")
        {
            DecidesResult = false,
            Example = "s3://my-imports/orders",
        },
        new(KeyName, OptionKind.TextList,
            "The key of the new table that 'mode: import' makes, of records that have no [Key]: the partition key and the sort key, each "
                + "with its type S, N or B.")
        {
            DecidesResult = false,
            Example = "pk:S, sk:S",
        },
        new(S3EndpointName, OptionKind.Text, "The URL of the S3-compatible store that 'path' is in. The default is S3 itself.")
        {
            DecidesResult = false,
            Example = "http://localhost:9000",
        },
    ];

    /// <summary>The table of records that name none.</summary>
    internal string? Table { get; init; }

    /// <summary>Where the service is, and with whose credentials it is asked.</summary>
    internal required AwsLogin Login { get; init; }

    internal required CapacityChoice Capacity { get; init; }

    /// <summary>The attribute with a version; <see langword="null"/>: what is written last stays.</summary>
    internal string? OnlyNewer { get; init; }

    internal bool SkipUnchanged { get; init; } = true;

    /// <summary>Where files for an import go; <see langword="null"/>: items are written.</summary>
    internal ImportPlace? Import { get; init; }

    /// <summary>What is said of what the store of an import's files refuses.</summary>
    internal static S3Answers Answers { get; } = new()
    {
        Section = Section,
        Bucket = $"'{PathName}' under '{Section}:'",
        Place = $"'{PathName}' under '{Section}:'",
        NoObject = "; somebody deleted it while the run was under way: run the same command again",
        KeyPermission = "kms:GenerateDataKey",
    };

    /// <summary>The target for people.</summary>
    internal string Location =>
        "dynamodb" + (Login.Endpoint ?? Login.Region) switch
        {
            null => "",
            var place => $" at {place}",
        } + (Table is null ? "" : $", table {Table}");

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ProblemsException">One of them is wrong.</exception>
    internal static DynamoDbOptions From(DialectSettings settings) => new()
    {
        Table = settings.Text(TableName),
        Login = AwsLogin.From(settings, Section, static (message, inner) => new TargetException(message, inner)),
        Capacity = CapacityChoice.Parse(settings.Text(CapacityName)) ?? throw ProblemsException.InSection(
            Section,
            $"'{CapacityName}' is '{settings.Text(CapacityName)}'; expected a share such as 60%, write units for each second such as "
                + "2000, or max"),
        OnlyNewer = settings.Text(OnlyNewerName),
        SkipUnchanged = settings.Boolean(SkipUnchangedName) ?? true,
        Import = settings.Text(ModeName) == ImportMode ? ImportOf(settings) : null,
    };

    /// <summary>The name of a record type's table.</summary>
    /// <exception cref="TargetException">Nothing says it.</exception>
    internal string TableOf(Type type) => RecordTable.For(type).FullName ?? Table
        ?? throw new TargetException($"nothing names the table of {type.Name}; give it [Table], or set 'table' under 'target:'");

    private static ImportPlace ImportOf(DialectSettings settings)
    {
        if (settings.Has(OnlyNewerName))
        {
            throw ProblemsException.InSection(
                Section, $"'{OnlyNewerName}' compares with what a table holds, and 'mode: import' makes a new one; leave one of them out");
        }

        var place = ImportPlace.Parse(settings.Text(PathName)) ?? throw ProblemsException.InSection(
            Section,
            settings.Has(PathName)
                ? $"'{PathName}' is '{settings.Text(PathName)}'; expected s3://bucket/prefix, since an import reads from S3 alone"
                : $"'mode: import' needs '{PathName}', where its files go: s3://bucket/prefix",
            settings.Has(PathName) ? ProblemCode.WrongKind : ProblemCode.MissingKey);
        var key = ImportPlace.ParseKey(settings.List(KeyName)) ?? throw ProblemsException.InSection(
            Section, $"'{KeyName}' is '{settings.Text(KeyName)}'; expected one or two attributes with S, N or B, such as 'pk:S, sk:S'");
        return place with { Key = key, Endpoint = settings.Text(S3EndpointName) };
    }
}
