using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.MySql;

/// <summary>The tables that 'init' makes in MySQL or MariaDB, which compare texts by their bytes, as DynamoDB does.</summary>
internal sealed class MySqlScaffold : SqlScaffold
{
    private const int MostCharacters = 64;

    // What an index holds of a row; a character of utf8mb4 counts as four.
    private const int MostBytesOfKey = 3072;

    // A UUID as text; numbers and times have less.
    private const int MostBytesOfOther = 144;

    public override string Comment => "MySQL or MariaDB";

    public override IReadOnlyList<(string Option, string Value)> OptionsOf(string migration) =>
        [("connection", "${MYSQL_URL:-mysql://root@localhost:3306/dataflux}")];

    public override bool IsTaken(string column) => false;

    // Characters of 4 bytes are two of C#: never a half of one.
    public override string Fit(string name, string ending = "")
    {
        var most = MostCharacters - ending.Length;
        if (name.Length > most)
            name = name[..(char.IsHighSurrogate(name[most - 1]) ? most - 1 : most)];
        return name + ending;
    }

    // The same statement for both servers: each reads the comment that is its own. Without it the table would take a, A and 'a ' for one.
    private protected override string Ending =>
        "engine = InnoDB character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */";

    private protected override string Sql(string name) => MySqlNames.IsPlain(name) ? name : Backtick.Quote(name);

    private protected override string TypeOf(ScaffoldColumn column, ScaffoldTable table) => column.Kind switch
    {
        ColumnKind.Uuid => "char(36)",
        ColumnKind.Integer => "bigint",
        ColumnKind.Number => "decimal(65, 27)", // 38 digits before the point, as many as DynamoDB has
        ColumnKind.Real => "double",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Bytes => column.IsKey ? $"varbinary({RoomOf(column, table)})" : "longblob",
        ColumnKind.Time => "datetime(6)",
        ColumnKind.Date => "date",
        ColumnKind.Texts or ColumnKind.Numbers or ColumnKind.Binaries or ColumnKind.Document => "json",
        _ => column.IsKey ? $"varchar({RoomOf(column, table) / 4})" : "longtext",
    };

    // DynamoDB's partition key is twice as long as its sort key.
    private static int RoomOf(ScaffoldColumn column, ScaffoldTable table)
    {
        var wide = table.Key.Where(static part => part.Kind is ColumnKind.Text or ColumnKind.Bytes).ToList();
        var room = MostBytesOfKey - (MostBytesOfOther * (table.Key.Count - wide.Count));
        if (wide.Count == 2)
            return (column == wide[0] ? 2 * room : room) / 3;
        return room / wide.Count;
    }
}
