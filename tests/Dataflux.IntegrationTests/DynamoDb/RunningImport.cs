using System.Globalization;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>An import of <see cref="ImportService"/>.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="number">Which import it is.</param>
internal sealed class RunningImport(JsonObject request, int number)
{
    internal JsonObject Request => request;

    internal string Arn { get; } = string.Create(
        CultureInfo.InvariantCulture, $"arn:aws:dynamodb:us-east-1:123456789012:table/imported/import/{number:D4}");

    internal string Token { get; } = (string)request["ClientToken"]!;

    internal string Table { get; } = (string)request["TableCreationParameters"]!["TableName"]!;

    internal string Bucket { get; } = (string)request["S3BucketSource"]!["S3Bucket"]!;

    internal string Prefix { get; } = (string)request["S3BucketSource"]!["S3KeyPrefix"]!;

    /// <summary>The key's attributes with their types, such as <c>id:N</c>.</summary>
    internal IEnumerable<string> Key => request["TableCreationParameters"]!["KeySchema"]!.AsArray()
        .Select(static part => (string)part!["AttributeName"]!)
        .Select(name => name + ":" + (string)request["TableCreationParameters"]!["AttributeDefinitions"]!.AsArray()
            .First(each => (string)each!["AttributeName"]! == name)!["AttributeType"]!);

    internal string Status { get; set; } = "IN_PROGRESS";

    internal int Looks { get; set; }

    internal long Processed { get; set; }

    internal long Imported { get; set; }

    internal long Errors { get; set; }

    /// <summary>Items that had the key of another one: AWS keeps any of them.</summary>
    internal long Overwritten { get; set; }

    internal JsonObject Describe()
    {
        var description = new JsonObject
        {
            ["ImportArn"] = Arn,
            ["ImportStatus"] = Status,
            ["ClientToken"] = Token,
            ["S3BucketSource"] = request["S3BucketSource"]!.DeepClone(),
        };
        if (Status == "IN_PROGRESS")
            return description;

        (description["ProcessedItemCount"], description["ImportedItemCount"], description["ErrorCount"]) = (Processed, Imported, Errors);
        if (Errors > 0)
        {
            description["FailureCode"] = "ItemValidationError";
            description["FailureMessage"] = "Some of the items failed validation checks and were not imported.";
            description["CloudWatchLogGroupArn"] = "arn:aws:logs:us-east-1:123456789012:log-group:/aws-dynamodb/imports:*";
        }

        return description;
    }
}
