namespace Dataflux.Engine.Targets;

/// <summary>A target that counts what a run costs it.</summary>
public interface ITargetLoad
{
    /// <summary>What it is now; asked a few times a second, from several threads.</summary>
    TargetLoad Now { get; }
}
