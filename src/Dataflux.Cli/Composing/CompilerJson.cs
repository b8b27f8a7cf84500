using System.Text.Json.Serialization;
using Dataflux.Scripting;

namespace Dataflux.Cli.Composing;

/// <summary>How <see cref="CompilerProcess"/> asks and answers.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CompileRequest))]
[JsonSerializable(typeof(CompileReport))]
internal sealed partial class CompilerJson : JsonSerializerContext;
