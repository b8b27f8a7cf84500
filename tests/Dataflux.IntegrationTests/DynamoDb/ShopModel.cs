using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Npgsql;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>The example <c>shop</c>: its tables, and the items that they mean, worked out by the server alone.</summary>
internal static class ShopModel
{
    internal const string Definition = "examples/shop/shop.yaml";

    private const string Items =
        """
        select jsonb_strip_nulls(jsonb_build_object(
                 'PK', jsonb_build_object('S', 'CUSTOMER#' || id), 'SK', jsonb_build_object('S', 'PROFILE'),
                 'type', jsonb_build_object('S', 'customer'), 'name', jsonb_build_object('S', name),
                 'email', case when email is not null then jsonb_build_object('S', email) end, 'joined', jsonb_build_object('S', joined::text)))
          from shop.customers
        union all
        select jsonb_build_object(
                 'PK', jsonb_build_object('S', 'CUSTOMER#' || customer_id),
                 'SK', jsonb_build_object('S', 'ORDER#' || to_char(placed at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z#"') || id),
                 'type', jsonb_build_object('S', 'order'), 'orderId', jsonb_build_object('N', id::text),
                 'placedAt', jsonb_build_object('S', to_char(placed at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".0000000Z"')),
                 'status', jsonb_build_object('S', status), 'address', jsonb_build_object('M', jsonb_build_object(
                   'city', jsonb_build_object('S', address ->> 'city'), 'zip', jsonb_build_object('S', address ->> 'zip'),
                   'express', jsonb_build_object('BOOL', address -> 'express'))))
          from shop.orders
        union all
        select jsonb_build_object(
                 'PK', jsonb_build_object('S', 'ORDER#' || order_id), 'SK', jsonb_build_object('S', 'LINE#' || lpad(position::text, 3, '0')),
                 'type', jsonb_build_object('S', 'line'), 'sku', jsonb_build_object('S', sku),
                 'quantity', jsonb_build_object('N', quantity::text), 'price', jsonb_build_object('N', trim_scale(price)::text))
          from shop.order_lines
        """;

    /// <summary>Makes the tables in the workspace's database.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="more">How many orders there are beyond the example's.</param>
    internal static async Task MakeAsync(Workspace workspace, int more = 0)
    {
        workspace.SetVariable("SHOP_DB", workspace.ConnectionString!);
        await workspace.SqlAsync(await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "examples", "shop", "source.sql")));
        await workspace.SqlAsync(
            $$"""
            insert into shop.orders
            select 1000 + n, 1 + n % 60, timestamptz '2025-01-01 00:00:00Z' + n * interval '7 minutes', 'new',
                   jsonb_build_object('city', 'City ' || n, 'zip', '', 'express', false) from generate_series(1, {{more}}) n;
            insert into shop.order_lines select 1000 + n, 1, 'SKU-' || n, n, n / 100.0 from generate_series(1, {{more}}) n;
            """);
    }

    /// <summary>The items that there must be, as <see cref="ItemText"/> writes them, sorted.</summary>
    internal static async Task<IReadOnlyList<string>> ItemsAsync(Workspace workspace)
    {
        await using var connection = await workspace.ConnectAsync();
        await using var command = new NpgsqlCommand(Items, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var items = new List<string>();
        while (await rows.ReadAsync())
            items.Add(CanonicalJson.Of(rows.GetString(0)));

        items.Sort(StringComparer.Ordinal);
        return items;
    }
}
