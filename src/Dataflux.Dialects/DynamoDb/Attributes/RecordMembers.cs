using System.Reflection;
using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>The attributes that a record has, one for each of its properties.</summary>
internal sealed class RecordMembers<TRecord>
{
    private readonly (string Name, Func<TRecord, int, AttributeValue?> Encode)[] _members;

    private RecordMembers((string Name, Func<TRecord, int, AttributeValue?> Encode)[] members) => _members = members;

    /// <summary>Finds them.</summary>
    /// <param name="encodings">The encodings of types.</param>
    /// <param name="members">The properties, with the names of their attributes.</param>
    internal static RecordMembers<TRecord> For(
        AttributeEncodings encodings, IEnumerable<(string Attribute, PropertyInfo Property)> members) =>
        new([.. members.Select(member => (member.Attribute, Member(encodings, member.Property)))]);

    /// <summary>Encodes a record.</summary>
    internal Dictionary<string, AttributeValue> Encode(TRecord record, int depth)
    {
        var attributes = new Dictionary<string, AttributeValue>(_members.Length, StringComparer.Ordinal);
        foreach (var (name, encode) in _members)
        {
            if (encode(record, depth) is { } value)
                attributes[name] = value;
        }

        return attributes;
    }

    private static Func<TRecord, int, AttributeValue?> Member(AttributeEncodings encodings, PropertyInfo property) =>
        (Func<TRecord, int, AttributeValue?>)typeof(RecordMembers<TRecord>)
            .GetMethod(nameof(MemberOf), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(property.PropertyType)
            .Invoke(null, [encodings, property])!;

    private static Func<TRecord, int, AttributeValue?> MemberOf<T>(AttributeEncodings encodings, PropertyInfo property)
    {
        var encoding = new Lazy<TypedEncoding<T>>(encodings.For<T>);
        if (typeof(TRecord).IsValueType)
            return (record, depth) => encoding.Value.Encode((T)property.GetValue(record)!, depth);

        var get = property.GetMethod!.CreateDelegate<Func<TRecord, T>>();
        return (record, depth) => encoding.Value.Encode(get(record), depth);
    }
}
