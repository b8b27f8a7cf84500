namespace Dataflux.Dialects.Sql.Binding;

/// <summary>Makes rows of records, one at a time, as a database takes them.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal interface IRowMaker<TRecord>
{
    /// <summary>Makes a row.</summary>
    /// <param name="record">The record.</param>
    /// <param name="number">What stands in the column behind those of the record; <see langword="null"/>: there is none.</param>
    /// <returns>The row, until the next one is made.</returns>
    /// <exception cref="RowValueException">A value cannot be stored in its column.</exception>
    ReadOnlySpan<byte> Make(TRecord record, int? number = null);
}
