using Dataflux.Dialects.DynamoDb.Ground;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>DynamoDB takes 32 levels of maps and lists; what goes round in a circle ends here, too.</summary>
internal static class Nesting
{
    private const int Deepest = 32;

    /// <summary>Refuses what is deeper.</summary>
    internal static void Check(int depth)
    {
        if (depth > Deepest)
            throw new UnfitValueException($"maps and lists are nested more than {Deepest} deep, which DynamoDB does not take");
    }
}
