namespace Dataflux.Dialects.Warehouse.Stores;

/// <summary>Where files are shown: a folder, or a prefix in a bucket.</summary>
internal interface IFileStore : IDisposable
{
    /// <summary>The place for people.</summary>
    string Location { get; }

    /// <summary>The name by which a warehouse knows a file.</summary>
    string UrlOf(string name);

    /// <summary>Reads a small file; <see langword="null"/>: there is none.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Makes or replaces a small file, as a whole or not at all.</summary>
    Task PutAsync(string name, byte[] content, CancellationToken cancellation);

    /// <summary>Brings a file whose name says what is in it, unless it is there.</summary>
    /// <param name="file">The file on disk; it may be moved.</param>
    /// <param name="name">Its name in the store.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task BringAsync(string file, string name, CancellationToken cancellation);

    /// <summary>Deletes a file; one that is not there is no error.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation);
}
