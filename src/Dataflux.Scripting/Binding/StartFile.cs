using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Binding;

/// <summary>The file of SQL that runs before a script's own <c>onStart</c>, in the same transaction.</summary>
/// <param name="File">The file.</param>
/// <param name="Sql">Its text.</param>
/// <param name="Shown">The file as the user would name it.</param>
internal sealed record StartFile(ScriptFile File, string Sql, string Shown)
{
    private const string Mark = "dataflux.onStart";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file; <see langword="null"/> where it cannot be run.</summary>
    /// <param name="paths">The names of the script's files.</param>
    /// <param name="path">The file, absolute.</param>
    /// <param name="named">Is told the file, whatever is wrong with it.</param>
    /// <param name="problem">What is wrong with it.</param>
    internal static StartFile? Open(ScriptPaths paths, string path, HashSet<string> named, out Problem? problem)
    {
        named.Add(path);
        var name = paths.NameOf(path);
        var whole = new Position(name, 0, 0);
        problem = paths.IsAllowed(name) ? null : ScriptProblems.OutsideTree(whole, paths.Display(name), paths.Root);
        if (problem is not null)
            return null;

        try
        {
            var content = System.IO.File.ReadAllBytes(path);
            var sql = Strict.GetString(content).TrimStart('\uFEFF');
            if (!string.IsNullOrWhiteSpace(sql))
                return new StartFile(new ScriptFile(name, content), sql, paths.Display(name));

            problem = ScriptProblems.NoStatements(whole);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            problem = ScriptProblems.CannotRead(whole, paths.Display(name), path, e);
        }

        return null;
    }

    /// <summary>The function that runs the file, then the script's own.</summary>
    /// <param name="own">The script's own <c>onStart</c>; <see langword="null"/>: it has none.</param>
    internal Func<ITarget, Task> Before(Func<ITarget, Task>? own) => async target =>
    {
        await ExecuteAsync(target);
        if (own is not null)
            await own(target);
    };

    /// <summary>What an exception says, with the file before it; <see langword="null"/> when it did not come from the file.</summary>
    internal string? Describe(Exception exception) =>
        exception.Data[Mark] as string == Shown ? $"{Shown}: {ScriptErrors.TextOf(ScriptErrors.Unwrap(exception))}" : null;

    private async Task ExecuteAsync(ITarget target)
    {
        var server = target as ISqlTarget
            ?? throw new TargetException($"{Shown} is SQL, but the definition's target ({target.GetType().Name}) runs none");
        try
        {
            await server.Execute(Sql);
        }
        catch (Exception e)
        {
            e.Data[Mark] = Shown; // its type says what kind of failure it is, so it goes on as it is
            throw;
        }
    }
}
