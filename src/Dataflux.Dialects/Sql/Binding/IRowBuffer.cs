namespace Dataflux.Dialects.Sql.Binding;

/// <summary>The bytes of rows as a database takes them.</summary>
internal interface IRowBuffer
{
    /// <summary>How many bytes are filled. Setting it back drops what came after.</summary>
    int Length { get; set; }

    /// <summary>The index of the column being written; kept for the message when its value cannot be.</summary>
    int Column { get; }

    /// <summary>Begins the value of a column.</summary>
    /// <param name="column">Its index in the row.</param>
    void BeginColumn(int column);
}
