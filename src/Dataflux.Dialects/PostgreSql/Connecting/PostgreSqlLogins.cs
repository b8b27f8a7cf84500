namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>Remembers whether a login has worked: one that is refused later has another cause than a wrong setting.</summary>
internal sealed class PostgreSqlLogins
{
    private volatile bool _worked;

    /// <summary>Whether one has worked.</summary>
    internal bool HaveWorked => _worked;

    /// <summary>One has worked.</summary>
    internal void Worked() => _worked = true;
}
