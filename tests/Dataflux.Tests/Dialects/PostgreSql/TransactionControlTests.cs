using Dataflux.Dialects.PostgreSql.Scripts;

namespace Dataflux.Tests.Dialects.PostgreSql;

public class TransactionControlTests
{
    [Theory]
    [InlineData("commit")]
    [InlineData("  COMMIT and chain;")]
    [InlineData("insert into a values (1); end")]
    [InlineData("/* a /* b */ c */ rollback -- x")]
    [InlineData("-- x\nrollback and chain")]
    [InlineData("select 'it''s; '; abort")]
    [InlineData("select E'it\\'s; '; commit; select '")]
    [InlineData("select 'a\\'; commit; select '")]
    [InlineData("select $$ ; $$; start transaction read write")]
    [InlineData("select $a$ $$ ; $a$; begin")]
    [InlineData("select $1; prepare transaction 'x'")]
    [InlineData("rollback work")]
    [InlineData("create function f(a int) returns int begin atomic select case when a > 1 then 2 end; select 3; end; Commit")]
    public void Statements_that_begin_or_end_a_transaction_are_found(string sql) => Assert.True(TransactionControl.IsIn(sql));

    [Theory]
    [InlineData("insert into log values ('commit'); select \"end\" from a")]
    [InlineData("-- commit\nselect 1")]
    [InlineData("select 1 /* ; rollback */")]
    [InlineData("select case when a then 1 end from b; select commit from c")]
    [InlineData("do $$ begin perform 1; end $$")]
    [InlineData("create function f() returns int language plpgsql as $body$ begin return 1; commit; end $body$")]
    [InlineData("savepoint a; rollback to a; rollback to savepoint a; rollback work to a; release a")]
    [InlineData("select $1, $2; select a$b$c from d")]
    [InlineData("prepare x as select 1")]
    [InlineData("create function f(a int) returns int begin atomic select case when a > 1 then 2 end; select 3; end; select 1")]
    [InlineData("create table a (begin int, atomic_end int); select 1")]
    [InlineData("")]
    public void Anything_else_is_let_through(string sql) => Assert.False(TransactionControl.IsIn(sql));
}
