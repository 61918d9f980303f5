using Flow.Testing;
using Flow.Zoo.Specimens;
using Xunit;

namespace Flow.Zoo;

/// <summary>
/// What is broken between two accesses of a hop that has no lock: the simulation decides there too, finds it, and prints a schedule that
/// brings it about again.
/// </summary>
public sealed class ScheduleTests
{
    public static TheoryData<string> InsideHops() =>
        [.. Exhibits.Broken.Where(static specimen => specimen.IsInside).Select(static specimen => specimen.ToString())];

    [Theory]
    [MemberData(nameof(InsideHops))]
    public void The_printed_schedule_brings_the_fault_about_again(string name)
    {
        var specimen = Exhibits.Broken.Single(specimen => specimen.ToString() == name);
        var found = specimen.Named!;
        Assert.True(found.Failure.Scheduling!.InsideHops, "It was found without a look inside the hop.");

        var (trial, smallest) = specimen.Trials.Select(trial => (trial, Failure: trial.Shrink(found))).First(static shrunk => shrunk.Failure is not null);
        var replayed = trial.Replay(smallest!);

        Assert.Equal(smallest!.InnerException!.Message, replayed?.InnerException!.Message);
        Assert.NotEmpty(Schedule.Parse($"{smallest.Scheduling! with { InsideHops = false }}").Deviations);
        TestContext.Current.TestOutputHelper!.WriteLine(smallest.Message);
    }
}
