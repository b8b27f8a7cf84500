using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Capacity;

/// <summary>What calls cost, as DynamoDB says.</summary>
internal static class Units
{
    /// <summary>The units of a table; those of its indexes are the indexes' own. <see langword="null"/>: the answer says none.</summary>
    internal static double? Of(ConsumedCapacity? consumed) => consumed?.Table?.CapacityUnits ?? consumed?.CapacityUnits;

    /// <summary>The same of a call for one table that answers for several.</summary>
    internal static double? Of(List<ConsumedCapacity>? consumed) => consumed is [var one, ..] ? Of(one) : null;
}
