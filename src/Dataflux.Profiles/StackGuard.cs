using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Dataflux.Profiles;

/// <summary>
/// Asked by every function of a script that may call itself: an overflow of the stack would end the process. The compiler of scripts
/// inserts the call; scripts need not make it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StackGuard
{
    // Many thousand calls. To unwind a whole stack of Linux, 8 MiB, would take seconds for each item.
    private const nuint Room = 1024 * 1024;

    // The highest address at which this thread called it: the stack grows downwards.
    [ThreadStatic]
    private static nuint _top;

    /// <summary>Returns while there is stack left for a call.</summary>
    /// <exception cref="InsufficientExecutionStackException">There is none.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Check()
    {
        byte mark = 0;
        var here = (nuint)Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref mark);
        if (unchecked(_top - here) > Room)
            Look(here);
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    private static void Look(nuint here)
    {
        if (here < _top)
            throw new InsufficientExecutionStackException();
        _top = here;
    }
}
