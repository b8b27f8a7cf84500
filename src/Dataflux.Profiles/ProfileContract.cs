namespace Dataflux.Profiles;

/// <summary>
/// The contract between profiles and dataflux: everything public in <c>Dataflux.Profiles</c>, the functions a profile may have, and the
/// usings a script begins with. docs/contract.md has the rule of its versions.
/// </summary>
public static class ProfileContract
{
    /// <summary>
    /// This contract's version, <c>major.minor</c>. A profile written for <c>1.2</c> runs with <c>1.2</c> and every later <c>1.x</c>:
    /// a minor version only adds, a major one may take away or change.
    /// </summary>
    public const string Version = "1.3";
}
