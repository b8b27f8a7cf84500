using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

public class TimestampTests
{
    [Theory]
    [InlineData("2015-12-21T17:42:34Z", "2015-12-21T17:42:34.0000000+00:00")]
    [InlineData("20150311T122706Z", "2015-03-11T12:27:06.0000000+00:00")]
    [InlineData("2016-02-15", "2016-02-15T00:00:00.0000000+00:00")]
    [InlineData("2021-03-20T16:31:31.018810+01:30", "2021-03-20T15:01:31.0188100+00:00")]
    [InlineData("2021-03-20 16:31:31,5-0700", "2021-03-20T23:31:31.5000000+00:00")]
    [InlineData("2021-03-20T16:31:31-03:30", "2021-03-20T20:01:31.0000000+00:00")]
    [InlineData("2021-03-20T16:31:31-0930", "2021-03-21T02:01:31.0000000+00:00")]
    [InlineData("2021-03-20T00:15:00+05:45", "2021-03-19T18:30:00.0000000+00:00")]
    [InlineData("2021-03-20T16:31:31-00:30", "2021-03-20T17:01:31.0000000+00:00")]
    [InlineData("2021-03-20T16:31:31+23:59", "2021-03-19T16:32:31.0000000+00:00")]
    [InlineData("2021-12-31T23:59:59.999999-00:01", "2022-01-01T00:00:59.9999990+00:00")]
    [InlineData("2024-02-29T23:30:00-01", "2024-03-01T00:30:00.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.9999990+00:00")]
    [InlineData("2021-03-20T16:31+01", "2021-03-20T15:31:00.0000000+00:00")]
    [InlineData("2021-03-20T16:31:31.018810000Z", "2021-03-20T16:31:31.0188100+00:00")]
    [InlineData("2021-03-20T16:31:31.123456789Z", "2021-03-20T16:31:31.1234560+00:00")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.9999990+00:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999990+00:00")]
    public void Iso_text_reads_to_the_microsecond(string text, string expected) => Assert.Equal(expected, Iso(text).ToString("O"));

    [Theory]
    [InlineData("2021-03-20T16:31:31", "has no zone")]
    [InlineData("2021-13-01", "no day of the calendar")]
    [InlineData("2021-02-29", "no day of the calendar")]
    [InlineData("0000-01-01", "no day of the calendar")]
    [InlineData("2021-03-20T24:00:00Z", "time of day")]
    [InlineData("2021-03-20T23:59:60Z", "time of day")]
    [InlineData("0001-01-01T00:00:00+01:00", "out of the years")]
    [InlineData("9999-12-31T23:30:00-00:30", "out of the years")]
    [InlineData("2021-03-20T00:00:00-24:00", "offset")]
    [InlineData("2021-03-20T00:00:00+01:60", "offset")]
    [InlineData("now", "no ISO 8601 time")]
    [InlineData("2021-03-20T", "no ISO 8601 time")]
    [InlineData("2021-03-20T16:31:31Zx", "no ISO 8601 time")]
    [InlineData("2021-03-20T16:31:31.Z", "no ISO 8601 time")]
    [InlineData("", "no ISO 8601 time")]
    [InlineData("1437136300", "no day of the calendar")]
    public void Other_text_is_refused(string text, string reason)
    {
        var error = Assert.Throws<AttributeException>(() => Iso(text));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1437136300", Epoch.Seconds, "2015-07-17T12:31:40.0000000+00:00")]
    [InlineData("1437136300.123456", Epoch.Seconds, "2015-07-17T12:31:40.1234560+00:00")]
    [InlineData("1437136300123", Epoch.Milliseconds, "2015-07-17T12:31:40.1230000+00:00")]
    [InlineData("1437136300123.25", Epoch.Milliseconds, "2015-07-17T12:31:40.1232500+00:00")]
    [InlineData("1768386096366933", Epoch.Microseconds, "2026-01-14T10:21:36.3669330+00:00")]
    [InlineData("-1.5", Epoch.Seconds, "1969-12-31T23:59:58.5000000+00:00")]
    [InlineData("0", Epoch.Seconds, "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData("253402300799.999999", Epoch.Seconds, "9999-12-31T23:59:59.9999990+00:00")]
    [InlineData("-62135596800", Epoch.Seconds, "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("1437136300.1234567", Epoch.Seconds, "2015-07-17T12:31:40.1234560+00:00")]
    [InlineData("1437136300123.4567899", Epoch.Milliseconds, "2015-07-17T12:31:40.1234560+00:00")]
    [InlineData("1768386096366933.5", Epoch.Microseconds, "2026-01-14T10:21:36.3669330+00:00")]
    [InlineData("-0.0000001", Epoch.Seconds, "1969-12-31T23:59:59.9999990+00:00")]
    [InlineData("-1.0000015", Epoch.Seconds, "1969-12-31T23:59:58.9999980+00:00")]
    [InlineData("1E-100", Epoch.Seconds, "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData("253402300799.9999999", Epoch.Seconds, "9999-12-31T23:59:59.9999990+00:00")]
    public void Epoch_numbers_read_to_the_microsecond(string number, Epoch epoch, string expected) =>
        Assert.Equal(expected, Item.Parse("{\"t\":{\"N\":\"" + number + "\"}}").Timestamp("t", epoch).ToString("O"));

    [Theory]
    [InlineData("253402300800", Epoch.Seconds)]
    [InlineData("-62135596801", Epoch.Seconds)]
    [InlineData("-62135596800.0000001", Epoch.Seconds)]
    [InlineData("1437136300123", Epoch.Seconds)]
    [InlineData("1E125", Epoch.Milliseconds)]
    public void Epoch_numbers_that_do_not_fit_are_refused(string number, Epoch epoch) =>
        Assert.Throws<AttributeException>(() => Item.Parse("{\"t\":{\"N\":\"" + number + "\"}}").Timestamp("t", epoch));

    private static DateTimeOffset Iso(string text) => Item.Parse("{\"t\":{\"S\":\"" + text + "\"}}").Timestamp("t");
}
