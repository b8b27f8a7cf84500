using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Profiles;

namespace Dataflux.Benchmarks.Stages;

/// <summary>
/// The reference profile as it would be compiled into the tool; its functions are taken from <c>migrations/pictures.csx</c> by the build.
/// </summary>
internal sealed partial class CompiledPictures : IPictureStages
{
    private readonly IReadOnlyList<ItemBlock> _blocks;
    private readonly ProfileContext _context;
    private readonly List<List<Row>> _groups = [];
    private readonly List<Picture> _pictures;
    private readonly RowEncoder<Picture> _encoder = NewEncoder();
    private readonly CopyBuffer _buffer = new();

    internal CompiledPictures(IReadOnlyList<ItemBlock> blocks, ProfileContext context)
    {
        (_blocks, _context) = (blocks, context);
        var groups = new Dictionary<long, int>();
        foreach (var row in Rows())
        {
            if (!groups.TryGetValue(groupKey(row), out var group))
            {
                group = _groups.Count;
                groups.Add(groupKey(row), group);
                _groups.Add([]);
            }

            _groups[group].Add(row);
            GroupOfRow.Add(group);
        }

        _pictures = [.. _groups.Select(rows => transform(rows, context))];
    }

    /// <summary>The number of each row's group, in the order of the rows.</summary>
    internal List<int> GroupOfRow { get; } = [];

    /// <inheritdoc/>
    public int ParseItems()
    {
        var rows = 0;
        foreach (var block in _blocks)
        {
            for (var i = 0; i < block.Count; i++)
            {
                if (parseItem(block.Item(i)) is { } row && filter(row, _context))
                    rows++;
            }
        }

        return rows;
    }

    /// <inheritdoc/>
    public int Transform()
    {
        var records = 0;
        foreach (var rows in _groups)
            records += transform(rows, _context).Id > 0 ? 1 : 0;

        return records;
    }

    /// <summary>Writes all records as rows of a binary COPY.</summary>
    /// <returns>The number of bytes.</returns>
    internal int Encode()
    {
        _buffer.Length = 0;
        foreach (var picture in _pictures)
            _encoder.Write(_buffer, picture, round: 0);

        return _buffer.Length;
    }

    private IEnumerable<Row> Rows() => _blocks
        .SelectMany(block => Enumerable.Range(0, block.Count).Select(i => parseItem(block.Item(i))))
        .OfType<Row>()
        .Where(row => filter(row, _context));

    // The table of onStart, as the server's catalog shows it.
    private static RowEncoder<Picture> NewEncoder()
    {
        (string Name, uint Oid)[] columns =
        [
            ("id", TypeOid.Int8), ("uuid", TypeOid.Uuid), ("path", TypeOid.Text), ("imageType", TypeOid.Text),
            ("description_i18n", TypeOid.Jsonb),
            ("agencyId", TypeOid.Int4), ("focalPointX", TypeOid.Float8), ("focalPointY", TypeOid.Float8), ("width", TypeOid.Int4),
            ("height", TypeOid.Int4), ("crops", TypeOid.Jsonb), ("taxonomy", TypeOid.Jsonb), ("type", TypeOid.Text),
            ("createdBy", TypeOid.Text),
            ("createdAt", TypeOid.TimestampTz), ("updatedAt", TypeOid.TimestampTz), ("variants", TypeOid.Jsonb),
        ];
        var table = new CatalogTable(
            "public", "picture", [.. columns.Select(column => Column(column.Name, column.Oid))], [new(["id"])])
        {
            NameText = "picture",
        };
        var findings = new FindingList(typeof(Picture));
        var binding = new TableBinder(PostgreSqlFlavour.Instance, RecordMapping.Of(typeof(Picture)), findings)
            .Bind(new(table, true, true, true, true), complete: true);
        return new(binding ?? throw new InvalidOperationException(FindingList.Lines(findings.All)));
    }

    private static CatalogColumn Column(string name, uint oid) => new()
    {
        Name = name,
        Type = new PostgreSqlType { Oid = oid, Sql = "", Name = "", Kind = 'b', HasEquality = true },
        Declared = "",
    };
}
