namespace Dataflux.IntegrationTests.S3;

/// <summary>What the proxy does with an answer.</summary>
public enum Fault
{
    /// <summary>Hands it on.</summary>
    None,

    /// <summary>Ends the connection properly in the middle of the body.</summary>
    Cut,

    /// <summary>Resets the connection in the middle of the body.</summary>
    Reset,

    /// <summary>Resets the connection before any byte.</summary>
    Refuse,

    /// <summary>Answers 503 SlowDown instead.</summary>
    SlowDown,

    /// <summary>Sends small pieces, each after a pause.</summary>
    Trickle,

    /// <summary>Sends half of the body and then nothing, and leaves the connection open.</summary>
    Stall,

    /// <summary>Changes a byte that decompression does not notice: the time in gzip's header.</summary>
    Alter,

    /// <summary>Answers 403 AccessDenied instead.</summary>
    AccessDenied,

    /// <summary>Answers 400 ExpiredToken instead.</summary>
    ExpiredToken,

    /// <summary>Answers 301 PermanentRedirect instead, as for a bucket of another region.</summary>
    OtherRegion,
}
