using System.Collections.Concurrent;
using System.Reflection;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>
/// How values of C# types become attributes, made once for each type: plain ones by <see cref="PlainEncodings"/>, dictionaries and records
/// as maps, sets of texts, numbers or bytes as sets, other sequences as lists.
/// </summary>
internal sealed class AttributeEncodings
{
    private readonly ConcurrentDictionary<Type, object> _known = new();

    /// <summary>Encodes a value by its own type.</summary>
    internal AttributeValue? Encode(object? value, int depth) =>
        value is null ? null : ((IBoxedEncoding)For(value.GetType())).Encode(value, depth);

    /// <summary>The attributes of an item that is passed on.</summary>
    internal Dictionary<string, AttributeValue> Encode(DynamoDbItem item)
    {
        var attributes = ItemEncoding.Of(item.Read);
        foreach (var name in attributes.Keys.Where(name => !item.Keeps(name)).ToList())
            attributes.Remove(name);

        foreach (var (name, value) in item.Changed)
        {
            if (Encode(value, depth: 1) is { } encoded)
                attributes[name] = encoded;
        }

        return attributes;
    }

    /// <summary>The encoding of a type.</summary>
    internal TypedEncoding<T> For<T>() => (TypedEncoding<T>)For(typeof(T));

    private object For(Type type) => _known.GetOrAdd(type, static (type, all) => all.Call(nameof(Make), type), this);

    private TypedEncoding<T> Make<T>()
    {
        var type = typeof(T);
        return PlainEncodings.For(type) is AttributeEncoding<T> plain ? new(plain)
            : Nullable.GetUnderlyingType(type) is { } inside ? Made<T>(nameof(OfNullable), inside)
            : type.IsEnum ? new(static (value, _) => PlainEncodings.Text(value!.ToString()!))
            : type == typeof(DynamoDbItem) ? new((value, _) => value is DynamoDbItem item ? new() { M = Encode(item) } : null)
            : Argument(type, typeof(IEnumerable<>)) is { } element ? OfSequence<T>(type, element)
            : type.IsAbstract || type == typeof(object) ? new((value, depth) => Encode(OtherThan<T>(value), depth))
            : Made<T>(nameof(OfRecord), type);
    }

    private TypedEncoding<T> OfSequence<T>(Type type, Type element)
    {
        if (element is { IsGenericType: true } && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            && IsAny(type, typeof(IReadOnlyDictionary<,>), typeof(IDictionary<,>)))
        {
            return Made<T>(nameof(OfDictionary), type, element.GenericTypeArguments[0], element.GenericTypeArguments[1]);
        }

        return Made<T>(IsAny(type, typeof(ISet<>), typeof(IReadOnlySet<>)) ? nameof(OfSet) : nameof(OfList), type, element);
    }

    private TypedEncoding<T?> OfNullable<T>()
        where T : struct
    {
        var encoding = For<T>();
        return new((value, depth) => value is { } given ? encoding.Encode(given, depth) : null);
    }

    private TypedEncoding<T> OfDictionary<T, TKey, TValue>()
        where T : IEnumerable<KeyValuePair<TKey, TValue>>
    {
        var (names, values) = (For<TKey>(), new Lazy<TypedEncoding<TValue>>(For<TValue>));
        return new((value, depth) =>
        {
            if (value is null)
                return null;

            Nesting.Check(depth);
            var members = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
            foreach (var (key, member) in value)
            {
                if (values.Value.Encode(member, depth + 1) is not { } encoded)
                    continue;

                var name = names.Encode(key, depth);
                members[name?.S ?? name?.N ?? throw new UnfitValueException($"a map has no names of type {typeof(TKey).Name}")] = encoded;
            }

            return new() { M = members };
        });
    }

    // A set is not empty in DynamoDB: one without elements is left out.
    private TypedEncoding<T> OfSet<T, TElement>()
        where T : IEnumerable<TElement>
    {
        var (elements, list) = (For<TElement>(), OfList<T, TElement>());
        return new((value, depth) =>
        {
            if (value is null)
                return null;

            var set = new AttributeValue();
            foreach (var element in value)
            {
                switch (elements.Encode(element, depth + 1))
                {
                    case { S: { } text }:
                        (set.SS ??= []).Add(text);
                        break;
                    case { N: { } number }:
                        (set.NS ??= []).Add(number);
                        break;
                    case { B: { } bytes }:
                        (set.BS ??= []).Add(bytes);
                        break;
                    default:
                        return list.Encode(value, depth);
                }
            }

            return set is { SS: null, NS: null, BS: null } ? null : set;
        });
    }

    private TypedEncoding<T> OfList<T, TElement>()
        where T : IEnumerable<TElement>
    {
        var elements = new Lazy<TypedEncoding<TElement>>(For<TElement>);
        return new((value, depth) =>
        {
            if (value is null)
                return null;

            Nesting.Check(depth);
            var list = new List<AttributeValue>();
            foreach (var element in value)
                list.Add(elements.Value.Encode(element, depth + 1) ?? new() { NULL = true });

            return new() { L = list };
        });
    }

    private TypedEncoding<T> OfRecord<T>()
    {
        var members = new Lazy<RecordMembers<T>>(() => RecordMembers<T>.For(
            this, RecordMapping.Of(typeof(T)).Members.Select(static member => (NameOfField.Plain(member), member.Property))));
        return new((value, depth) =>
        {
            if (value is null)
                return null;

            // What is derived has more than its base declares.
            if (value.GetType() != typeof(T))
                return Encode(value, depth);

            Nesting.Check(depth);
            return new() { M = members.Value.Encode(value, depth + 1) };
        });
    }

    private static object? OtherThan<T>(T value) => value?.GetType() != typeof(object)
        ? value
        : throw new UnfitValueException("an object without a type of its own is no value that an attribute can have");

    private TypedEncoding<T> Made<T>(string method, params Type[] types) => (TypedEncoding<T>)Call(method, types);

    private object Call(string method, params Type[] types) =>
        typeof(AttributeEncodings).GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(types)
            .Invoke(this, BindingFlags.DoNotWrapExceptions, null, null, null)!;

    private static Type? Argument(Type type, Type open) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(one => IsOf(one, open))?.GenericTypeArguments[0];

    private static bool IsAny(Type type, params Type[] open) =>
        type.GetInterfaces().Prepend(type).Any(one => Array.Exists(open, each => IsOf(one, each)));

    private static bool IsOf(Type type, Type open) => type.IsGenericType && type.GetGenericTypeDefinition() == open;
}
