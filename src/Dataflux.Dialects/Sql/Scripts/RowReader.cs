using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Scripts;

/// <summary>Reads the rows of a profile's query.</summary>
internal static class RowReader
{
    /// <summary>Runs a query and reads all of its rows.</summary>
    /// <exception cref="InvalidOperationException">The query's columns do not fit the type.</exception>
    internal static async Task<IReadOnlyList<T>> ReadAsync<T>(DbCommand query, CancellationToken cancellation)
    {
        await using var reader = await query.ExecuteReaderAsync(cancellation);
        var read = For<T>(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Makes the function that reads a row: one value, or a record by the names of its constructor's parameters.</summary>
    /// <exception cref="InvalidOperationException">The query's columns do not fit the type.</exception>
    private static Func<DbDataReader, T> For<T>(DbDataReader reader)
    {
        if (IsValue(typeof(T)))
        {
            return reader.FieldCount == 1
                ? row => Field<T>(row, 0)
                : throw new InvalidOperationException(
                    $"the query gives {reader.FieldCount} columns, but {typeof(T).Name} is one value; "
                    + "select one column or ask for a record");
        }

        var columns = Enumerable.Range(0, reader.FieldCount).ToDictionary(i => ColumnNaming.Plain(reader.GetName(i)), i => i);
        var row = Expression.Parameter(typeof(DbDataReader), "row");
        var constructor = typeof(T).GetConstructors().OrderByDescending(c => c.GetParameters().Length)
            .FirstOrDefault(c => c.GetParameters().All(p => columns.ContainsKey(ColumnNaming.Plain(p.Name!)) || p.HasDefaultValue))
            ?? throw Misfit<T>(reader);
        var parameters = constructor.GetParameters();
        var arguments = parameters.Select(p => columns.Remove(ColumnNaming.Plain(p.Name!), out var i)
            ? (Expression)Read(row, p.ParameterType, i)
            : Expression.Constant(p.DefaultValue, p.ParameterType)).ToList();
        var bindings = new List<MemberBinding>();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true } && columns.Remove(ColumnNaming.Plain(property.Name), out var i))
                bindings.Add(Expression.Bind(property, Read(row, property.PropertyType, i)));
        }

        if (columns.Count > 0)
            throw Misfit<T>(reader);
        return Expression.Lambda<Func<DbDataReader, T>>(
            Expression.MemberInit(Expression.New(constructor, arguments), bindings), row).Compile();
    }

    private static MethodCallExpression Read(Expression row, Type type, int ordinal) =>
        Expression.Call(typeof(RowReader), nameof(Field), [type], row, Expression.Constant(ordinal));

    private static T Field<T>(DbDataReader row, int ordinal)
    {
        if (row.IsDBNull(ordinal))
        {
            return default(T) is null ? default! : throw new InvalidOperationException(
                $"column \"{row.GetName(ordinal)}\" of the query is null, but {typeof(T).Name} cannot be; ask for {typeof(T).Name}?");
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (type == typeof(Json))
            return (T)(object)new Json(System.Text.Encoding.UTF8.GetBytes(row.GetString(ordinal)));
        if (type == typeof(Text))
            return (T)(object)Text.Of(row.GetString(ordinal));
        if (type == typeof(Number))
            return (T)(object)Number.Parse(row.GetFieldValue<decimal>(ordinal).ToString());
        if (type == typeof(object))
            return (T)row.GetValue(ordinal);
        return type.IsEnum ? (T)Enum.Parse(type, row.GetString(ordinal), ignoreCase: true) : row.GetFieldValue<T>(ordinal);
    }

    private static bool IsValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type.IsArray || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true
            || type == typeof(Json) || type == typeof(Text) || type == typeof(Number);
    }

    private static InvalidOperationException Misfit<T>(DbDataReader reader)
    {
        var columns = string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
        var members = typeof(T).GetConstructors().MaxBy(c => c.GetParameters().Length)?.GetParameters().Select(p => p.Name)
            .Concat(typeof(T).GetProperties().Where(p => p.SetMethod is { IsPublic: true }).Select(p => p.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase) ?? [];
        return new($"the query's columns ({columns}) do not fit {typeof(T).Name}, which takes ({string.Join(", ", members)}); "
            + "name the columns alike, for example with \"as\"");
    }
}
