namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>What a failure says of the connection over which it came.</summary>
internal enum Aftermath
{
    /// <summary>Nothing: it is used again where it is still open.</summary>
    GoesOn,

    /// <summary>It may say that it is open and never work again, and those that were opened with it, too.</summary>
    Doubtful,

    /// <summary>A fail-over: this host is a standby by now, and would stay one for as long as its connections are used.</summary>
    OtherServer,
}
