using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Capacity;
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
    ];

    /// <summary>The table of records that name none.</summary>
    internal string? Table { get; init; }

    /// <summary>Where the service is, and with whose credentials it is asked.</summary>
    internal required AwsLogin Login { get; init; }

    internal required CapacityChoice Capacity { get; init; }

    /// <summary>The attribute with a version; <see langword="null"/>: what is written last stays.</summary>
    internal string? OnlyNewer { get; init; }

    internal bool SkipUnchanged { get; init; } = true;

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
    };
}
