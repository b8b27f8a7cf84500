using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>Lines of JSON hold what a run relies on.</summary>
public sealed class JsonLinesSourceTests() : SourceContract(new FilesSourceFixture("ndjson"));
