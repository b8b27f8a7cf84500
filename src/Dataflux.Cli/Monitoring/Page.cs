using System.Text;

namespace Dataflux.Cli.Monitoring;

/// <summary>A page of a <see cref="PageServer"/>.</summary>
/// <param name="Type">Its content type.</param>
/// <param name="WriteAsync">Makes its text, in UTF-8; called from several threads.</param>
internal sealed record Page(string Type, Func<CancellationToken, Task<byte[]>> WriteAsync)
{
    /// <summary>A page whose text is at hand.</summary>
    internal static Page For(string type, Func<string> text) => new(type, _ => Task.FromResult(Encoding.UTF8.GetBytes(text())));
}
