using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Writes a value that is not null, in its binary form, as a typed value of DynamoDB JSON, such as <c>{"N":"1"}</c>.</summary>
/// <param name="value">The value, as the server's send function writes it.</param>
/// <param name="line">The line that is built; told in <see cref="LineWriter.Refusal"/> where an item cannot hold the value.</param>
internal delegate void ValueReader(ReadOnlySpan<byte> value, LineWriter line);
