namespace Dataflux.IntegrationTests.Executable;

/// <summary>Everything a migration leaves behind, to compare with an uninterrupted one: the table, the sequence, rejects and account.</summary>
internal sealed record Outcome(string Table, string Sequence, string Rejects, string Account)
{
    internal static async Task<Outcome> OfAsync(Workspace workspace) => new(
        await workspace.SqlAsync("select count(*) || ' ' || md5(string_agg(p::text, '|' order by id)) from picture p"),
        await workspace.SqlAsync("select last_value from picture_id_seq"),
        string.Join('\n', workspace.Rejects("pictures").Select(reject => reject.GetRawText()).Order(StringComparer.Ordinal)),
        AccountOf(workspace));

    private static string AccountOf(Workspace workspace)
    {
        var counts = workspace.Summary().GetProperty("counts");
        Assert.True(counts.GetProperty("addUp").GetBoolean());
        return $"{counts.GetProperty("items")} = {counts.GetProperty("kept")} + {counts.GetProperty("skipped").GetRawText()} + {counts.GetProperty("rejected").GetRawText()}"
            .ReplaceLineEndings("");
    }
}
