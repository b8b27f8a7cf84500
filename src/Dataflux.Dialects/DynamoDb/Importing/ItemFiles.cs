using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Dataflux.Dialects.Staging;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>
/// Makes files of the changes of a run: an import overwrites items of one key in any order, so each key is in one file, once, as its last
/// change left it. Changes are spread by the hash of their keys, and in each file sorted by it, so that an import writes to all partitions
/// at the same time. The same changes make the same bytes.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="segments">The changes, in the order of the source.</param>
/// <param name="folder">A folder for what is being made.</param>
/// <param name="limits">How large files become.</param>
internal sealed class ItemFiles(string table, IReadOnlyList<Segment> segments, string folder, ImportLimits limits)
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Makes one file after the other; each may go when the next is asked for.</summary>
    /// <returns>The files, with their paths on disk.</returns>
    internal IEnumerable<(MadeFile File, string Path)> Make()
    {
        var bytes = segments.SelectMany(static segment => segment.Head.Tables).Where(one => one.Name == table).Sum(static one => one.Bytes);
        var count = (int)Math.Max(1, (bytes + limits.FileBytes - 1) / limits.FileBytes);
        for (var first = 0; first < count; first += limits.FilesAtOnce)
        {
            var next = Math.Min(first + limits.FilesAtOnce, count);
            Spread(first, next, count);
            for (var number = first; number < next; number++)
            {
                if (FileOf(number) is { } file)
                {
                    var path = Path.Combine(folder, file.Name);
                    yield return (file, path);
                    File.Delete(path);
                }
            }
        }
    }

    // FNV-1a: the same in every process and on every machine, and its bits are mixed once more, since keys differ in their last bytes.
    internal static ulong HashOf(ReadOnlySpan<byte> key)
    {
        var hash = OffsetBasis;
        foreach (var one in key)
            hash = (hash ^ one) * Prime;

        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        return hash ^ (hash >> 33);
    }

    private string ChangesOf(int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D5}.changes"));

    private void Spread(int first, int next, int count)
    {
        var files = new FileStream[next - first];
        try
        {
            for (var i = 0; i < files.Length; i++)
                files[i] = new FileStream(ChangesOf(first + i), FileMode.Create);

            Span<byte> length = stackalloc byte[sizeof(int)];
            foreach (var row in segments.SelectMany(segment => segment.Rows(table)))
            {
                var number = (int)(HashOf(ItemRows.KeyOf(row).Span) % (ulong)count);
                if (number < first || number >= next)
                    continue;

                BinaryPrimitives.WriteInt32LittleEndian(length, row.Length);
                files[number - first].Write(length);
                files[number - first].Write(row.Span);
            }
        }
        finally
        {
            foreach (var file in files)
                file?.Dispose();
        }
    }

    private MadeFile? FileOf(int number)
    {
        var changes = ChangesOf(number);
        var last = LastOf(changes);
        MadeFile? made = null;
        if (last.Count > 0)
        {
            using var writer = new ItemFileWriter(
                folder, string.Create(CultureInfo.InvariantCulture, $"part-{number:D5}.json.gz"), changes);
            foreach (var (_, at) in last.OrderBy(static one => one.Key.Hash).ThenBy(static one => one.Key.Key, StringComparer.Ordinal))
                writer.Write(at.Position, at.Length);

            made = writer.Complete();
        }

        File.Delete(changes);
        return made;
    }

    // Where the line of each key's last change is.
    private static Dictionary<(ulong Hash, string Key), (long Position, int Length)> LastOf(string changes)
    {
        var last = new Dictionary<(ulong Hash, string Key), (long Position, int Length)>();
        var position = 0L;
        foreach (var row in RowStream.Read(changes, 0, new FileInfo(changes).Length))
        {
            var key = ItemRows.KeyOf(row).Span;
            var (head, entry) = (ItemRows.HeadOf(row), (HashOf(key), Encoding.UTF8.GetString(key)));
            if (row.Length == head)
                last.Remove(entry);
            else
                last[entry] = (position + sizeof(int) + head, row.Length - head);

            position += sizeof(int) + row.Length;
        }

        return last;
    }
}
