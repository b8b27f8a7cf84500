namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>The keys of an owned table.</summary>
/// <param name="File">The file.</param>
/// <param name="Length">Its length.</param>
/// <param name="Calls">How many batches there were.</param>
/// <param name="HasDeletes">Whether there were deletes among them.</param>
internal sealed record StoredKeys(string File, long Length, int Calls, bool HasDeletes);
