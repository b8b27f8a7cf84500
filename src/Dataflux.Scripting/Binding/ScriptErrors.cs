using System.Diagnostics;
using System.Reflection;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Binding;

/// <summary>Says where in a script an exception was thrown.</summary>
public static class ScriptErrors
{
    /// <summary>
    /// The exception in one line, such as <c>pictures.csx(31,9): InvalidOperationException: text</c>; without the position
    /// when no frame of its stack, or of the exceptions inside it, is in a script.
    /// </summary>
    /// <remarks>A function so small that the runtime inlined it has no frame: the place is then the one it was called at.</remarks>
    /// <param name="exception">What a profile's function threw.</param>
    /// <param name="display">Gives a script's file, named relative to the main script, the name the user knows.</param>
    /// <returns>The text.</returns>
    public static string Describe(Exception exception, Func<string, string> display)
    {
        var thrown = Unwrap(exception);
        var text = TextOf(thrown);
        return Find(thrown) is { } at ? $"{display(at.File)}({at.Line},{at.Column}): {text}" : text;
    }

    /// <summary>The first place in a script on the stack of an exception, or of those inside it.</summary>
    internal static Position? Find(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            foreach (var frame in new StackTrace(e, fNeedFileInfo: true).GetFrames())
            {
                if (IsScript(frame) && frame.GetFileName() is { } file)
                    return new Position(file, frame.GetFileLineNumber(), frame.GetFileColumnNumber());
            }
        }

        return null;
    }

    /// <summary>What an exception says, in one line.</summary>
    internal static string TextOf(Exception thrown)
    {
        var text = thrown is InsufficientExecutionStackException && ScriptMethod(thrown) is { } method
            ? $"{FunctionNames.NameOf(method)} calls itself without end, or too deep for the stack: it needs a case in which it does not "
                + "call itself"
            : thrown.Message;
        return $"{thrown.GetType().Name}: {text}";
    }

    private static MethodBase? ScriptMethod(Exception thrown) => Array.Find(new StackTrace(thrown).GetFrames(), IsScript)?.GetMethod();

    // These say nothing themselves: the cause is what the script's author wants to read.
    internal static Exception Unwrap(Exception exception) =>
        exception is TypeInitializationException or TargetInvocationException or AggregateException { InnerExceptions.Count: 1 }
        && exception.InnerException is { } inner
            ? Unwrap(inner)
            : exception;

    private static bool IsScript(StackFrame frame) =>
        frame.GetMethod()?.Module.Assembly is { } assembly
        && System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) is Binding.ScriptLoadContext;
}
