namespace Dataflux.Authoring.Scaffolding;

/// <summary>What becomes of a file that is there when one is to be written in its place.</summary>
internal enum ExistingFile
{
    /// <summary>Nothing at all is written, and the user is told.</summary>
    Refuse,

    /// <summary>It stays as it is: others have their say in it.</summary>
    Keep,

    /// <summary>It is written again: it is made from this dataflux, and nobody's work is in it.</summary>
    Renew,
}
