namespace Dataflux.Profiles;

/// <summary>A target that speaks SQL. All calls of one <c>upsert</c>, <c>onStart</c> or <c>onComplete</c> share one transaction.</summary>
public interface ISqlTarget : ITarget
{
    /// <summary>Writes records by their mapping, with the profile's own rules for rows that are already there.</summary>
    /// <example><code>
    /// target.Upsert(batch, on => on
    ///     .Set("description_i18n", "picture.description_i18n || excluded.description_i18n")
    ///     .Keep("createdAt"));
    /// </code></example>
    /// <typeparam name="TRecord">The record, see <see cref="ITarget.Upsert{TRecord}(IReadOnlyList{TRecord})"/>.</typeparam>
    /// <param name="batch">The records, in order.</param>
    /// <param name="merge">Says what happens to a row that is already there; must give the same rules at every call.</param>
    /// <returns>How many records were inserted or updated; unchanged ones are not counted.</returns>
    Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull;

    /// <summary>Runs one SQL statement.</summary>
    /// <param name="sql">The statement, with <c>$1</c>, <c>$2</c>, … for its parameters.</param>
    /// <param name="parameters">The values of <c>$1</c>, <c>$2</c>, …; <see langword="null"/> is SQL null.</param>
    /// <returns>How many rows it affected.</returns>
    Task<int> Execute(string sql, params object?[] parameters);

    /// <summary>Runs a query and returns its rows.</summary>
    /// <typeparam name="T">
    /// A simple type for a query of one column, or a record whose constructor parameters (or settable properties)
    /// have the names of the columns, compared without case and underscores.
    /// </typeparam>
    /// <param name="sql">The query, with <c>$1</c>, <c>$2</c>, … for its parameters.</param>
    /// <param name="parameters">The values of <c>$1</c>, <c>$2</c>, …; <see langword="null"/> is SQL null.</param>
    /// <returns>All rows, in the query's order.</returns>
    Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters);
}
