using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>The calls of DynamoDB that an import needs.</summary>
/// <param name="client">The service.</param>
/// <param name="time">The clock.</param>
internal sealed class TableImport(RenewedClient<IAmazonDynamoDB> client, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(10);

    /// <summary>Whether there is a table.</summary>
    internal async Task<bool> ExistsAsync(string table, CancellationToken cancellation)
    {
        try
        {
            await client.CallAsync(service => service.DescribeTableAsync(table, cancellation));
            return true;
        }
        catch (ResourceNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Starts an import, or finds the one that its token has started.</summary>
    /// <returns>What DynamoDB calls it.</returns>
    /// <exception cref="TargetException">The table is there, and no import with this token made it.</exception>
    internal async Task<string> StartAsync(ImportTableRequest request, CancellationToken cancellation)
    {
        try
        {
            return (await client.CallAsync(service => service.ImportTableAsync(request, cancellation))).ImportTableDescription.ImportArn;
        }
        catch (ResourceInUseException e)
        {
            // A token is good for eight hours.
            return await FindAsync(request, cancellation) ?? throw new TargetException(
                TableImportText.Exists(request.TableCreationParameters.TableName), e);
        }
    }

    /// <summary>Waits until an import has ended.</summary>
    internal async Task<ImportTableDescription> EndAsync(string arn, CancellationToken cancellation)
    {
        long? failingSince = null;
        for (var looks = 0; ; looks++)
        {
            try
            {
                var import = await DescribeAsync(arn, cancellation);
                failingSince = null;
                if (import.ImportStatus != ImportStatus.IN_PROGRESS && import.ImportStatus != ImportStatus.CANCELLING)
                    return import;
            }
            catch (Exception e) when (
                !cancellation.IsCancellationRequested && DynamoDbFailures.Classify(e).Kind == FailureKind.Transient
                && time.GetElapsedTime(failingSince ??= time.GetTimestamp()) < LongestOutage)
            {
                // An import takes hours, and goes on whether somebody looks or not.
            }

            await Task.Delay(RetryDelay.After(looks, FirstWait, LongestWait), time, cancellation);
        }
    }

    private async Task<ImportTableDescription> DescribeAsync(string arn, CancellationToken cancellation)
    {
        try
        {
            return (await client.CallAsync(service => service.DescribeImportAsync(new() { ImportArn = arn }, cancellation)))
                .ImportTableDescription;
        }
        catch (ImportNotFoundException e)
        {
            throw new TargetException(
                $"DynamoDB knows no import {arn} any more (it keeps them for 90 days); delete the table if it made one, then start over "
                + "('dataflux reset', then run again)",
                e);
        }
    }

    private async Task<string?> FindAsync(ImportTableRequest request, CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            var list = new ListImportsRequest { NextToken = next };
            var page = await client.CallAsync(service => service.ListImportsAsync(list, cancellation));
            foreach (var import in page.ImportSummaryList ?? [])
            {
                if (import.S3BucketSource.S3Bucket == request.S3BucketSource.S3Bucket
                    && import.S3BucketSource.S3KeyPrefix == request.S3BucketSource.S3KeyPrefix
                    && (await DescribeAsync(import.ImportArn, cancellation)).ClientToken == request.ClientToken)
                {
                    return import.ImportArn;
                }
            }

            next = page.NextToken;
        }
        while (next is { Length: > 0 });

        return null;
    }
}
