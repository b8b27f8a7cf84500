namespace Dataflux.Cli.Monitoring;

/// <summary>A page of a <see cref="PageServer"/>.</summary>
/// <param name="Type">Its content type.</param>
/// <param name="Text">Makes its text; called from several threads.</param>
internal sealed record Page(string Type, Func<string> Text);
