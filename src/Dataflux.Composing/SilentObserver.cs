using Dataflux.Engine.Reporting;

namespace Dataflux.Composing;

/// <summary>Tells nobody: for reading and migrating beside a run, whose result says all there is to say.</summary>
internal sealed class SilentObserver : IMigrationObserver;
