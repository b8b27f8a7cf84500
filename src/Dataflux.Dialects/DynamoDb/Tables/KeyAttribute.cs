namespace Dataflux.Dialects.DynamoDb.Tables;

/// <summary>An attribute of a key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: S, N or B.</param>
internal sealed record KeyAttribute(string Name, string Type)
{
    public override string ToString() => $"{Name} ({Type})";
}
