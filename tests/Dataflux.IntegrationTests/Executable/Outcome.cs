namespace Dataflux.IntegrationTests.Executable;

/// <summary>
/// Everything a migration leaves behind, to compare with an uninterrupted one: the table, the sequence, rejects and account.
/// </summary>
internal sealed record Outcome(string Table, string Sequence, string Rejects, string Account)
{
    internal static async Task<Outcome> OfAsync(Workspace workspace) => new(
        await workspace.SqlAsync("select count(*) || ' ' || md5(string_agg(p::text, '|' order by id)) from picture p"),
        await workspace.SqlAsync("select last_value from picture_id_seq"),
        string.Join('\n', workspace.Rejects("pictures").Select(reject => reject.GetRawText()).Order(StringComparer.Ordinal)),
        AccountOf(workspace));

    /// <summary>What one run that nothing disturbs leaves behind; its table and state are gone afterwards.</summary>
    internal static async Task<Outcome> OfUndisturbedAsync(Workspace workspace, string[] migrate)
    {
        await workspace.RunAsync(1, migrate);
        var outcome = await OfAsync(workspace);
        await workspace.SqlAsync("drop table picture; drop sequence picture_id_seq");
        workspace.ForgetState();
        return outcome;
    }

    private static string AccountOf(Workspace workspace)
    {
        var counts = workspace.Summary().GetProperty("counts");
        Assert.True(counts.GetProperty("addUp").GetBoolean());
        var (skipped, rejected) = (counts.GetProperty("skipped").GetRawText(), counts.GetProperty("rejected").GetRawText());
        return $"{counts.GetProperty("items")} = {counts.GetProperty("kept")} + {skipped} + {rejected}".ReplaceLineEndings("");
    }
}
