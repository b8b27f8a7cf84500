using Dataflux.Contracts;
using Dataflux.Dialects.Warehouse;

namespace Dataflux.Tests.Contracts;

/// <summary>Files are described as the front end needs it.</summary>
public sealed class FilesDialectTests() : DialectContract(FilesDialect.Dialect);
