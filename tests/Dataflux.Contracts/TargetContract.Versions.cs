using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <content>Records that have versions.</content>
public abstract partial class TargetContract
{
    [Fact]
    public async Task An_older_version_changes_nothing_and_is_counted()
    {
        NeedsVersions();
        await PutAsync(new Thing(1, "newer"), version: 5);

        var counts = await PutAsync(new Thing(1, "older"), version: 4);

        Assert.Equal(new WriteCounts(0, 0, 0, Older: 1), counts);
        Assert.Equal([new Thing(1, "newer")], await ThingsAsync());
    }

    [Fact]
    public async Task The_same_version_a_newer_one_and_none_are_written()
    {
        NeedsVersions();
        await PutAsync(new Thing(1, "first"), version: 5);

        Assert.Equal(new WriteCounts(0, 0, 1), await PutAsync(new Thing(1, "first"), version: 5));
        Assert.Equal(new WriteCounts(0, 1, 0), await PutAsync(new Thing(1, "corrected"), version: 5));
        Assert.Equal(new WriteCounts(0, 1, 0), await PutAsync(new Thing(1, "next"), version: 6));
        Assert.Equal(new WriteCounts(0, 1, 0), await PutAsync(new Thing(1, "of a full export"), version: null));
        Assert.Equal([new Thing(1, "of a full export")], await ThingsAsync());
    }

    [Fact]
    public async Task What_was_deleted_is_not_brought_back_by_an_older_version_nor_deleted_by_one()
    {
        NeedsVersions();
        await PutAsync(new Thing(1, "one"), version: 3);

        Assert.Equal(1, (await DeleteAsync(new ThingKey(1), version: 2)).Older);
        Assert.Equal(1, (await DeleteAsync(new ThingKey(1), version: 7)).Deleted);
        Assert.Equal(1, (await PutAsync(new Thing(1, "late"), version: 6)).Older);

        Assert.Empty(await ThingsAsync());
        Assert.Equal(1, (await PutAsync(new Thing(1, "new"), version: 8)).Inserted);
    }

    private void NeedsVersions() =>
        Assert.SkipUnless(Target.Capabilities.KeepsNewest, "the target declares that it uses no versions: what is written last stays");

    private Task<WriteCounts> PutAsync(Thing thing, long? version)
    {
        Session.OriginOf = _ => new ItemOrigin("file", 1) { Version = version };
        return UpsertAsync(thing);
    }

    private Task<WriteCounts> DeleteAsync(ThingKey key, long version)
    {
        Session.OriginOf = _ => new ItemOrigin("file", 1) { Version = version };
        return Session.WriteAsync(target => target.Delete([key]), Stop);
    }
}
