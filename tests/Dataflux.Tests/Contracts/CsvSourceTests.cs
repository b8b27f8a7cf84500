using Dataflux.Contracts;

namespace Dataflux.Tests.Contracts;

/// <summary>CSV holds what a run relies on.</summary>
public sealed class CsvSourceTests() : SourceContract(new FilesSourceFixture("csv"));
