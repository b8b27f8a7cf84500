using System.Data.Common;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Sql;

/// <summary>How a database says what all databases of SQL can.</summary>
internal interface ISqlFlavour
{
    /// <summary>The statements of the table in which migrations keep documents.</summary>
    StateTableSql State { get; }

    /// <summary>Whether a statement failed because a table is not there.</summary>
    bool IsMissingTable(DbException exception);

    /// <summary>
    /// What a failure to make or read the state table is where it is here to stay: a right that is missing, a server that has no such
    /// thing, a trigger that refuses it; <see langword="null"/>: it may be gone the next time.
    /// </summary>
    Failure? NoPlaceForState(DbException exception);
}
