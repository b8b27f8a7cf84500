using System.Text;
using Dataflux.Engine.Targets;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>The documents in which a migration keeps its marks and its state.</summary>
public sealed class DocumentTests(PostgreSqlFixture server) : TargetTests(server)
{
    [Fact]
    public async Task A_document_is_replaced_where_it_has_the_content_that_is_expected_or_has_the_new_one_already()
    {
        await WithDocumentsAsync(async documents =>
        {
            await documents.MakeAsync();
            await documents.PutAsync("notes", "mark", "0"u8.ToArray());
            await documents.PutAsync("others", "mark", "0"u8.ToArray());
        });

        // The second time is that of a commit whose end was not heard of.
        for (var time = 0; time < 2; time++)
        {
            await WithDocumentsAsync(
                async documents => Assert.True(await documents.ReplaceAsync("notes", "mark", "1"u8.ToArray(), "0"u8.ToArray())));
        }

        await WithDocumentsAsync(async documents =>
        {
            Assert.False(await documents.ReplaceAsync("notes", "mark", "3"u8.ToArray(), "2"u8.ToArray()));
            Assert.False(await documents.ReplaceAsync("notes", "mark of another", "1"u8.ToArray(), "1"u8.ToArray()));
        });
        Assert.Equal("mark=1", await AllAsync("notes"));
        Assert.Equal("mark=0", await AllAsync("others"));
    }

    [Fact]
    public async Task Documents_come_in_the_ordinal_order_of_their_names_and_go_with_their_migration_alone()
    {
        string[] names = ["file/_", "file/a", "checkpoint", "file/B", "rejects/000", "file/é"];
        Assert.Equal("", await AllAsync("notes"));
        await WithDocumentsAsync(async documents =>
        {
            await documents.DeleteAsync("notes");
            foreach (var name in names)
            {
                await documents.PutAsync("notes", name, "old"u8.ToArray());
                await documents.PutAsync("notes", name, Encoding.UTF8.GetBytes(name[^1..]));
                await documents.PutAsync("notes/marks", name, "kept"u8.ToArray());
            }
        });

        Assert.Equal("checkpoint=t file/B=B file/_=_ file/a=a file/é=é rejects/000=0", await AllAsync("notes"));
        await WithDocumentsAsync(documents => documents.DeleteAsync("notes"));
        Assert.Equal("", await AllAsync("notes"));
        Assert.Equal(names.Length, (await AllAsync("notes/marks")).Split(' ').Length);
    }

    private async Task<string> AllAsync(string migration)
    {
        var all = new List<string>();
        await WithDocumentsAsync(async documents =>
        {
            await foreach (var (name, content) in documents.ReadAsync(migration))
                all.Add($"{name}={Encoding.UTF8.GetString(content)}");
        });
        return string.Join(' ', all);
    }

    private async Task WithDocumentsAsync(Func<ITargetDocuments, Task> use) =>
        await (await SessionAsync()).WriteAsync(_ => Task.CompletedTask, (documents, _) => use(documents), Stop);
}
