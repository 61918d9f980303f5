namespace Flow.Testing;

/// <summary>What a schedule says.</summary>
internal sealed class ReplayPolicy(Schedule schedule, bool exactly) : SchedulePolicy
{
    private int _next;

    public override int Choose(int decision, int choices, bool isPreemption)
    {
        var deviations = schedule.Deviations;
        if (_next == deviations.Length || deviations[_next].Decision != decision) return 0;
        var deviation = deviations[_next++];
        var isThere = deviation.Choice < choices;
        if (exactly && (!isThere || (deviation.Of > 0 && deviation.Of != choices)))
        {
            var expected = deviation.Of > 0 ? $"{deviation.Of}" : $"more than {deviation.Choice}";
            throw Differs($"at decision {decision} {choices} can run, where there were {expected}");
        }

        return isThere ? deviation.Choice : 0;
    }

    internal override void End()
    {
        if (exactly && _next < schedule.Deviations.Length)
            throw Differs($"the work ended before decision {schedule.Deviations[_next].Decision}");
    }

    private static SimulationException Differs(string how) => new(
        SimulationEnd.OtherReplay,
        $"The replay differs from the run it repeats: {how}. Something that the simulation does not decide differs from run to run.");
}
