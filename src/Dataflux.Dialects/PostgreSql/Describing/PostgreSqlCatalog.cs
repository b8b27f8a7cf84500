using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Describing;

/// <summary>What the system catalog says of the tables that a source reads, or of all that are there.</summary>
internal sealed class PostgreSqlCatalog : ISourceCatalog
{
    private const string TableAttribute = "table";

    public string LoginComment =>
        "the password comes from PGPASSWORD, ~/.pgpass, or passwordFile, passwordCommand or auth here";

    public string KeyOption => SourceOptions.KeyName;

    /// <summary>The options that a URL means; <see langword="null"/>: it is none of a database.</summary>
    internal static IReadOnlyDictionary<string, string>? Locate(string place, string workingDirectory) =>
        PostgreSqlConnectionUrl.IsUrl(place) ? WrittenPlace.WithPassword(place).ToDictionary(StringComparer.Ordinal) : null;

    public IReadOnlyList<(string Option, string Value)> Choose(IReadOnlyList<string> tables) => tables.Count == 1
        ? [(SourceOptions.TableName, tables[0])]
        : [(SourceOptions.TablesName, string.Join(", ", tables)), (SourceOptions.TableAttributeName, TableAttribute)];

    public IReadOnlyList<(string Option, string Value)> PlaceOf(DialectSettings settings) =>
        settings.Text(PostgreSqlConnectionOptions.Connection) is { } url && PostgreSqlConnectionUrl.IsUrl(url) ? WrittenPlace.Of(url) : [];

    public async Task<SourceDescription> DescribeAsync(DialectSettings settings, CancellationToken cancellation)
    {
        var place = SourceOptions.ConnectionOf(settings);
        await using var database = new PostgreSqlDatabase(place);
        try
        {
            return await DescribeAsync(settings, database, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            var failure = SourceFailures.Classify(e);
            throw new SourceException(
                failure.Kind == FailureKind.Transient && !database.HasLogins
                    ? $"{place.Location} cannot be reached: {failure.Message}. Check host and port, and that the server is up and takes "
                        + "connections from this machine; then run the command again"
                    : $"{place.Location}: {failure.Message}",
                e);
        }
    }

    private static async Task<SourceDescription> DescribeAsync(
        DialectSettings settings, PostgreSqlDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        await connection.RunAsync($"begin isolation level read committed read only; {SourceSql.Settings}", cancellation);
        if (settings.Has(SourceOptions.QueryName))
        {
            var query = OfQuery(await new RelationReader(connection, SourceOptions.From(settings)).ReadAsync(cancellation));
            return new(database.Location, [query]) { IsChosen = true };
        }

        var names = SourceOptions.TablesOf(settings);
        var describer = new TableDescriber(
            connection, settings.List(SourceOptions.KeyName), settings.Text(SourceOptions.RangesName) != SourceOptions.Pages);
        var tables = names.Length == 0 ? await describer.AllAsync(cancellation) : await describer.NamedAsync(names, cancellation);
        return new(database.Location, tables)
        {
            TableAttribute = settings.Text(SourceOptions.TableAttributeName),
            IsChosen = names.Length > 0,
        };
    }

    private static DescribedTable OfQuery(IReadOnlyList<Relation> relations)
    {
        var query = relations[0];
        return new()
        {
            Name = query.Name,
            ShortName = query.Name,
            Label = query.Table,
            Kind = query.Name,
            Columns =
            [
                .. query.Columns.Select(static column => TableDescriber.ColumnOf(column.Name, column.Type.Sql, column.Type, modifier: -1)),
            ],
            Key = [.. query.Key.Select(static column => column.Name)],
            Notices = query.Key.Count > 0 ? [] : ["without 'key' a run that is interrupted starts over"],
        };
    }
}
