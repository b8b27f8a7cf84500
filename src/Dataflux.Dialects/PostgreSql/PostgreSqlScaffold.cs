using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The tables that 'init' makes in PostgreSQL.</summary>
internal sealed class PostgreSqlScaffold : SqlScaffold
{
    public override string Comment => "where it is: dataflux.yaml, or 'connection' here; by default dataflux runs its own";

    public override bool IsTaken(string column) => PostgreSqlNames.IsSystemColumn(column);

    public override string Fit(string name, string ending = "") => PostgreSqlNames.Fit(name, ending);

    private protected override string Sql(string name) => PostgreSqlNames.Sql(name);

    private protected override string TypeOf(ScaffoldColumn column, ScaffoldTable table) => column.Kind switch
    {
        ColumnKind.Uuid => "uuid",
        ColumnKind.Integer => "bigint",
        ColumnKind.Number => "numeric",
        ColumnKind.Real => "double precision",
        ColumnKind.LocalTime => "timestamp",
        ColumnKind.TimeOfDay => "time",
        ColumnKind.Span => "interval",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Bytes => "bytea",
        ColumnKind.Texts => "text[]",
        ColumnKind.Numbers => "numeric[]",
        ColumnKind.Binaries => "bytea[]",
        ColumnKind.Time => "timestamptz",
        ColumnKind.Date => "date",
        ColumnKind.Document => "jsonb",
        _ => "text",
    };
}
