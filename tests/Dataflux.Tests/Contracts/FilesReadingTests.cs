using Dataflux.Contracts;
using Dataflux.Dialects.Files;

namespace Dataflux.Tests.Contracts;

/// <summary>The source <c>files</c> describes itself.</summary>
public sealed class FilesReadingTests() : DialectContract(FilesReading.Dialect);
