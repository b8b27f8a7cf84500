using System.Collections.Immutable;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>A C# collection that can be an array column.</summary>
/// <param name="Element">What it holds.</param>
/// <param name="Taken">The type that the writer takes it as.</param>
/// <param name="Writer">The method of <see cref="ArrayWriters"/>.</param>
internal sealed record CollectionShape(Type Element, Type Taken, string Writer)
{
    /// <summary>Any countable collection will do; arrays, lists and immutable arrays are read without an enumerator.</summary>
    internal static CollectionShape? Find(Type type)
    {
        if (type.IsSZArray)
            return new(type.GetElementType()!, type, nameof(ArrayWriters.Array));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return new(type.GenericTypeArguments[0], type, nameof(ArrayWriters.List));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return new(type.GenericTypeArguments[0], type, nameof(ArrayWriters.Immutable));

        foreach (var candidate in type.GetInterfaces().Prepend(type))
        {
            if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>))
                return new(candidate.GenericTypeArguments[0], candidate, nameof(ArrayWriters.Collection));
        }

        return null;
    }
}
