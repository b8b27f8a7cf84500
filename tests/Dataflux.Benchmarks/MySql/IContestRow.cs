namespace Dataflux.Benchmarks.MySql;

/// <summary>A row that both sides write: dataflux as a record, the plain client as text.</summary>
internal interface IContestRow
{
    /// <summary>The table.</summary>
    static abstract string TableName { get; }

    /// <summary>Its columns, for SQL; the first is the key.</summary>
    static abstract string Columns { get; }

    /// <summary>Gives the row's values, for SQL.</summary>
    string ValuesText();
}
