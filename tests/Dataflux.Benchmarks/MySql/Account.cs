using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.Benchmarks.MySql;

/// <summary>A narrow row, some 80 bytes.</summary>
[Table("account")]
internal sealed record Account(
    [property: Key] long Id, string Name, string Mail, int Visits, decimal Amount, DateTimeOffset SeenAt) : IContestRow
{
    internal const string TableSql = """
        create table account (id bigint primary key, name varchar(80) not null, mail varchar(80) not null, visits int not null,
          amount decimal(20, 4) not null, seenAt datetime(6) not null)
        """;

    public static string TableName => "account";

    public static string Columns => "id, name, mail, visits, amount, seenAt";

    public string ValuesText() => $"{Id},'{Name}','{Mail}',{Visits},{Amount},'{SeenAt:yyyy-MM-dd HH:mm:ss.ffffff}'";

    /// <summary>Makes a row; another revision differs in its visits.</summary>
    internal static Account Create(int i, int revision) => new(
        i, $"name of {i}", $"mail{i}@example.com", i % 7 * 10 + revision, i + 0.25m,
        new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(i));
}
