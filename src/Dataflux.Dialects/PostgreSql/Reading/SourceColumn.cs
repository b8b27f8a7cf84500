using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Decoding;
using Dataflux.Dialects.PostgreSql.Ground;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>A column that is read.</summary>
/// <param name="Name">Its name: the attribute's.</param>
/// <param name="Type">Its type, domains followed.</param>
internal sealed record SourceColumn(string Name, PostgreSqlType Type)
{
    /// <summary>Its name for SQL.</summary>
    internal string Sql { get; } = $"q.{Identifier.Quote(Name)}";

    /// <summary>How its values are written.</summary>
    internal ValueReader Read { get; } = ValueReaders.For(Type).Read;

    /// <summary>The expression for its values as they are sent.</summary>
    internal string Sent => ValueReaders.For(Type).Sent.Replace("{0}", Sql, StringComparison.Ordinal);

    /// <summary>A value, from text, for SQL.</summary>
    internal string Literal(string text) => $"{Ground.Literal.Quote(text)}::{Type.Sql}";
}
