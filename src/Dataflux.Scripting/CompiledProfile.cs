using System.Runtime.Loader;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Dataflux.Scripting.Binding;
using Dataflux.Scripting.Compilation;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting;

/// <summary>
/// A compiled and loaded script whose top-level statements have run. It owns the script's assembly: after
/// <see cref="Dispose"/>, and once no bound profile is in use any more, the runtime frees it.
/// </summary>
public sealed class CompiledProfile : IDisposable
{
    private readonly ScriptPaths _paths;
    private readonly ContractShape _shape;
    private readonly StartFile? _start;
    private AssemblyLoadContext? _context;
    private ScriptInstance? _instance;

    private CompiledProfile(
        ScriptPaths paths, CompiledScript script, StartFile? start, AssemblyLoadContext context, ScriptInstance instance)
    {
        _paths = paths;
        _start = start;
        _shape = script.Shape;
        _context = context;
        _instance = instance;
        Hash = script.Inputs.Hash(start?.File);
        ScriptFile[] started = start is null ? [] : [start.File];
        Files =
        [
            .. script.Inputs.Loaded.Concat(script.Inputs.Assemblies).Concat(started).Prepend(script.Inputs.Main)
                .Select(f => paths.FullPath(f.Name)),
        ];
    }

    /// <summary>
    /// SHA-256 of the script, everything it loads and the SQL that runs before it, in hexadecimal; the same wherever the files are.
    /// </summary>
    public string Hash { get; }

    /// <summary>The full paths of the script and everything that <see cref="Hash"/> is of: what has to be watched for changes.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What the script's <c>groupKey</c> returns; <see langword="null"/>: it has none.</summary>
    /// <exception cref="ObjectDisposedException">The profile was disposed of.</exception>
    public Type? GroupKey
    {
        get
        {
            ObjectDisposedException.ThrowIf(_instance is null, this);
            var key = _shape.GroupKey is null ? null : _instance.Function(_shape.GroupKey).Returns;
            return key is null ? null : Nullable.GetUnderlyingType(key) ?? key;
        }
    }

    /// <summary>Whether the script writes its records with an <c>upsert</c> of its own.</summary>
    public bool HasUpsert => _shape.Upserts.Count > 0;

    /// <summary>What the script's functions that write ask of their target.</summary>
    /// <exception cref="ObjectDisposedException">The profile was disposed of.</exception>
    public IReadOnlyList<TargetUse> Targets
    {
        get
        {
            ObjectDisposedException.ThrowIf(_instance is null, this);
            return
            [
                .. new[] { _shape.OnStart, _shape.OnComplete }.Concat(_shape.Upserts)
                    .OfType<FunctionShape>()
                    .Select(_instance.Function)
                    .Select(static function => new TargetUse(function.Shape.Name, function.Parameter(0))),
            ];
        }
    }

    /// <summary>
    /// The options of its definition that the script reads, a use for each place; <see langword="null"/>: it may read others too.
    /// </summary>
    public IReadOnlyList<OptionUse>? Options => _shape.Options.MayReadOthers
        ? null
        : [.. _shape.Options.Named.Select(use => use with { Path = _paths.Display(use.Path) })];

    /// <summary>Makes the profile that the engine runs. May be called more than once; the script's variables are shared.</summary>
    /// <param name="context">What the profile may know about its run.</param>
    /// <returns>A <see cref="Profile{TRow,TRecord}"/> of the script's row and record.</returns>
    /// <exception cref="ObjectDisposedException">The profile was disposed of.</exception>
    public Profile Bind(ProfileContext context)
    {
        ObjectDisposedException.ThrowIf(_instance is null, this);
        return ProfileBinder.Bind(new BindingScope(_instance, _shape, context, _paths, Hash) { Start = _start });
    }

    /// <summary>Lets the script's assembly go.</summary>
    public void Dispose()
    {
        _instance = null;
        _context?.Unload();
        _context = null;
    }

    /// <summary>Loads a compiled script and runs its top-level statements.</summary>
    internal static CompiledProfile? Load(ScriptPaths paths, CompiledScript script, StartFile? start, out Problem? problem)
    {
        var context = new ScriptLoadContext(paths, script.Inputs);
        try
        {
            var instance = ScriptInstance.Run(context.Load(script.Assembly));
            problem = null;
            return new CompiledProfile(paths, script, start, context, instance);
        }
        catch (Exception e)
        {
            // An edge: the statements are the user's and may throw anything.
            var thrown = ScriptErrors.Unwrap(e);
            var at = ScriptErrors.Find(e) is { } found ? found with { File = paths.NameOf(found.File) } : new Position(paths.Main, 0, 0);
            problem = ScriptProblems.InitializerThrew(at, ScriptErrors.TextOf(thrown));
            context.Unload();
            return null;
        }
    }
}
