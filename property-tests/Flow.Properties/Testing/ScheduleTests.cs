using Flow.Testing;
using FsCheck.Xunit;
using Xunit;

namespace Flow.Properties.Testing;

public sealed class ScheduleTests
{
    [Property]
    public bool What_is_printed_is_parsed_back((byte Decision, byte Choice, byte Of)[] deviations)
    {
        var schedule = new Schedule([.. deviations.DistinctBy(it => it.Decision).OrderBy(it => it.Decision).Select(it => new Deviation(it.Decision, it.Choice, it.Of))]);
        return Schedule.Parse(schedule.ToString()) == schedule;
    }

    [Theory]
    [InlineData("17")]
    [InlineData("17:x")]
    [InlineData("17:-1")]
    [InlineData("1:2/3/4")]
    public void What_is_no_schedule_is_refused(string text) =>
        Assert.Contains($"'{text}' is no deviation", Assert.Throws<FormatException>(() => Schedule.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void It_shrinks_by_leaving_out_deviations() =>
        Assert.Equal(
            ["plain", "3:1 4:1", "1:1 2:1", "2:1 3:1 4:1", "1:1 3:1 4:1", "1:1 2:1 4:1", "1:1 2:1 3:1"],
            Schedule.Parse("1:1 2:1 3:1 4:1").Shrink().Take(7).Select(schedule => schedule.ToString()));

    [Fact]
    public void It_shrinks_to_one_deviation_elsewhere() =>
        Assert.Equal(["0:1", "1:1", "2:1"], Schedule.Parse("1:1 2:1").Shrink().Skip(3).Select(schedule => schedule.ToString()));
}
