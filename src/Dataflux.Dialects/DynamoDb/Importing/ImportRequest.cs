using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>The request of an import as the AWS CLI reads it: <c>aws dynamodb import-table --cli-input-json</c>.</summary>
internal static class ImportRequest
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static byte[] ToJson(ImportTableRequest request)
    {
        var table = request.TableCreationParameters;
        var json = new JsonObject
        {
            ["S3BucketSource"] = new JsonObject
            {
                ["S3Bucket"] = request.S3BucketSource.S3Bucket,
                ["S3KeyPrefix"] = request.S3BucketSource.S3KeyPrefix,
            },
            ["InputFormat"] = request.InputFormat.Value,
            ["InputCompressionType"] = request.InputCompressionType.Value,
            ["TableCreationParameters"] = new JsonObject
            {
                ["TableName"] = table.TableName,
                ["AttributeDefinitions"] = new JsonArray([.. table.AttributeDefinitions.Select(static one => new JsonObject
                {
                    ["AttributeName"] = one.AttributeName,
                    ["AttributeType"] = one.AttributeType.Value,
                })]),
                ["KeySchema"] = new JsonArray([.. table.KeySchema.Select(static one => new JsonObject
                {
                    ["AttributeName"] = one.AttributeName,
                    ["KeyType"] = one.KeyType.Value,
                })]),
                ["BillingMode"] = table.BillingMode.Value,
            },
        };
        return Encoding.UTF8.GetBytes(json.ToJsonString(Indented) + "\n");
    }
}
