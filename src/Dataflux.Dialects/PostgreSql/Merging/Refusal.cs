using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>What records are refused with when the server itself gave no error.</summary>
internal static class Refusal
{
    private const string Causes = "a trigger, a rule or a policy of the table";

    /// <summary>Rows that are not in the table after their merge, or are there as they were.</summary>
    internal static RefusedRecordsException NotTaken<TRecord>(
        TableBinding binding, IReadOnlyList<TRecord> batch, IEnumerable<int> places) => For(
        batch, places, binding, "RowNotTaken",
        $"The database did not take the row: {Causes} left it out, put it into another table or under another key, without an error. "
        + "Correct that, or leave such items out in the profile.");

    /// <summary>Rows that are still in the table after they were deleted.</summary>
    internal static RefusedRecordsException NotDeleted<TKey>(TableBinding binding, IReadOnlyList<TKey> keys, IEnumerable<int> places) =>
        For(
            keys, places, binding, "RowNotDeleted",
            $"The database did not delete the row: {Causes} kept it, without an error. Correct that, or write in the profile what is to "
            + "become of such rows.");

    /// <summary>A record whose parent is not there; said as the server says it.</summary>
    internal static Failure NoParent(TableBinding binding, ForeignKey key, string value, bool mayCome) => new(
        FailureKind.Row,
        $"insert or update on table \"{binding.Table.Name}\" violates foreign key constraint \"{key.Name}\"; no row of "
        + $"\"{key.TableText}\" has '{value}' (SQLSTATE {PostgresErrorCodes.ForeignKeyViolation}, table {binding.Mapping.TableText}, "
        + $"column {string.Join(", ", key.Columns)}, constraint {key.Name}). "
        + PostgreSqlFailuresAdvice.For(PostgresErrorCodes.ForeignKeyViolation))
    {
        Code = PostgresErrorCodes.ForeignKeyViolation,
        Detail = FailureDetail.MissingParent,
        Table = binding.Mapping.TableText,
        Column = string.Join(", ", key.Columns),
        Constraint = key.Name,
        LacksParent = mayCome,
    };

    private static RefusedRecordsException For<TRecord>(
        IReadOnlyList<TRecord> batch, IEnumerable<int> places, TableBinding binding, string code, string message) =>
        new([.. places.Distinct().Order().Select(place => (object)batch[place]!)], new(FailureKind.Row, message)
        {
            Code = code,
            Table = binding.Mapping.TableText,
        });
}
