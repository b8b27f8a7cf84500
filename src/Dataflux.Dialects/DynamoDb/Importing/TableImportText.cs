using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>What is said of imports that did not bring all items.</summary>
internal static class TableImportText
{
    /// <summary>A table is there already.</summary>
    internal static string Exists(string table) =>
        $"the table '{table}' is there already, and an import makes a new one; delete it (an import that failed leaves its table behind), "
        + "give the new one another name, or leave 'mode: import' under 'target:' out, to write into it";

    /// <summary>What is wrong with an import that has ended; <see langword="null"/>: nothing.</summary>
    /// <param name="table">The table with its files.</param>
    /// <param name="import">What DynamoDB says of it.</param>
    internal static string? WrongWith(TableState table, ImportTableDescription import)
    {
        var (processed, imported, errors) = (import.ProcessedItemCount ?? 0, import.ImportedItemCount ?? 0, import.ErrorCount ?? 0);
        var counts = $"{table.Items} items are in the files, {processed} were processed, {imported} imported, {errors} refused";
        if (import.ImportStatus == ImportStatus.CANCELLED)
            return $"the import of '{table.Name}' was cancelled ({counts}){Because(import)}. {Again(table.Name)}";

        if (import.ImportStatus != ImportStatus.COMPLETED)
            return $"the import of '{table.Name}' {import.ImportStatus}{Because(import)} ({counts}).{Log(import)} {Again(table.Name)}";

        return errors > 0
            ? $"the import of '{table.Name}' refused items{Because(import)} ({counts}).{Log(import)} {Again(table.Name)}"
            : processed != table.Items || imported != table.Items
                ? $"the import of '{table.Name}' does not add up: {counts}. Something else is in its place, or has changed files there. "
                    + Again(table.Name)
                : null;
    }

    private static string Because(ImportTableDescription import) => (import.FailureCode, import.FailureMessage) switch
    {
        (null or "", null or "") => "",
        (var code, null or "") => $": {code}",
        (null or "", var message) => $": {message}",
        var (code, message) => $": {code}: {message}",
    };

    private static string Log(ImportTableDescription import) => import.CloudWatchLogGroupArn is { Length: > 0 } log
        ? $" Each error is in the log group {log}."
        : "";

    private static string Again(string table) =>
        $"Delete the table '{table}' if it is there, then run the same command again: it imports the same files; where an item was "
        + "refused, correct the profile first and start over ('dataflux reset')";
}
