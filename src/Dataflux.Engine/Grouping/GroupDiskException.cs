using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Grouping;

/// <summary>The partitions of an export take more disk than they may. Resumable.</summary>
internal sealed class GroupDiskException(string folder, long most)
    : DatafluxException(
        $"grouping the whole export takes more than the {most:N0} bytes that 'group: disk' allows in {folder}; "
        + "allow more (about a fifth more than the compressed export takes) and run it again")
{
    public override int ExitCode => Ground.ExitCode.Failed;
}
