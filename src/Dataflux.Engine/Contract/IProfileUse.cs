namespace Dataflux.Engine.Contract;

/// <summary>Something to do with a profile that needs its types: its caller knows it as a <see cref="Profile"/> only.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal interface IProfileUse<out TResult>
{
    /// <summary>Does it.</summary>
    /// <param name="profile">The profile.</param>
    TResult With<TRow, TRecord>(Profile<TRow, TRecord> profile)
        where TRecord : notnull;
}
