using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>Writes a file of lines, compressed as an import takes it.</summary>
/// <param name="folder">Where it is made.</param>
/// <param name="name">Its name.</param>
/// <param name="changes">The file that the lines are copied from.</param>
internal sealed class ItemFileWriter(string folder, string name, string changes) : IDisposable
{
    private readonly SafeFileHandle _changes = File.OpenHandle(changes);
    private readonly GZipStream _lines = new(File.Create(Path.Combine(folder, name)), CompressionLevel.Optimal);
    private byte[] _line = new byte[4096];
    private long _items;

    /// <summary>Adds a line.</summary>
    internal void Write(long position, int length)
    {
        if (_line.Length < length)
            _line = new byte[length];

        for (var read = 0; read < length;)
        {
            read += RandomAccess.Read(_changes, _line.AsSpan(read, length - read), position + read) is var more and > 0
                ? more
                : throw new EndOfStreamException($"{changes} ends too early");
        }

        _lines.Write(_line, 0, length);
        _items++;
    }

    /// <summary>Ends the file.</summary>
    internal MadeFile Complete()
    {
        _lines.Dispose();
        using var made = File.OpenRead(Path.Combine(folder, name));
        return new(name, _items, made.Length, Convert.ToHexStringLower(SHA256.HashData(made)));
    }

    public void Dispose()
    {
        _lines.Dispose();
        _changes.Dispose();
    }
}
