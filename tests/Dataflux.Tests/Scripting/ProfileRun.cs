using System.Reflection;
using Dataflux.Engine.Contract;
using Dataflux.Profiles;
using Dataflux.Scripting;

namespace Dataflux.Tests.Scripting;

/// <summary>One pass of some items through a bound profile, stage by stage as the engine runs them, in one batch.</summary>
internal sealed record ProfileRun(
    Profile Profile, int Parsed, int Kept, int Groups, IReadOnlyList<string> Records, int Written, IReadOnlyList<string> Calls,
    bool OneRecordPerGroup)
{
    internal static ProfileContext Context { get; } =
        new(new Dictionary<string, object?> { ["add"] = 40L }, DateTimeOffset.UnixEpoch, ProfileLog.None);

    internal static ProfileRun Of(CompiledProfile compiled, int items = 1) => Of(compiled.Bind(Context), items);

    internal static ProfileRun Of(Profile profile, int items = 1) =>
        (ProfileRun)typeof(ProfileRun).GetMethod(nameof(Typed), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(profile.GetType().GenericTypeArguments)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [profile, items], null)!;

    private static ProfileRun Typed<TRow, TRecord>(Profile<TRow, TRecord> profile, int items)
        where TRecord : notnull
    {
        var rows = new List<TRow>();
        for (var i = 0; i < items; i++)
        {
            if (profile.ParseItem(default, out var row))
                rows.Add(row);
        }

        var kept = profile.Filter is null ? rows : rows.FindAll(r => profile.Filter(r));
        var groups = profile.GroupRows is not null ? profile.GroupRows(kept).Select(g => g.ToList()).ToList()
            : profile.GroupKey is { } key ? [.. kept.GroupBy(key.Text).Select(g => g.ToList())]
            : kept.ConvertAll(r => new List<TRow> { r });
        var records = new List<TRecord>();
        foreach (var group in groups)
            profile.Transform(group, records);

        var target = new RecordingTarget();
        profile.OnStart?.Invoke(target).GetAwaiter().GetResult();
        var written = profile.Upsert(target, records).GetAwaiter().GetResult();
        profile.OnComplete?.Invoke(target).GetAwaiter().GetResult();
        return new ProfileRun(
            profile,
            rows.Count,
            kept.Count,
            groups.Count,
            [.. records.Select(r => r.ToString()!)],
            written,
            target.Calls,
            profile.OneRecordPerGroup);
    }
}
