namespace Flow.Testing;

/// <summary>Numbers the decisions of a simulation, has its policy take them, and keeps those that differ from the plain order.</summary>
internal sealed class Decisions(SchedulePolicy policy, bool keepSchedule)
{
    private readonly List<Deviation> _deviations = [];
    private int _count;

    public Schedule Schedule => new([.. _deviations]);

    /// <summary>Which of those that are ready goes on.</summary>
    public int Choose(int ready) => ready == 1 ? 0 : Keep(Ask(ready, isPreemption: false), ready);

    /// <summary>Which of those that are ready interrupts who runs; none below 0.</summary>
    public int ChooseAtPoint(int ready)
    {
        var choice = Ask(ready + 1, isPreemption: true);
        if (choice > 0 && Cancellation.IsUnderWay()) choice = 0;
        return Keep(choice, ready + 1) - 1;
    }

    public void End() => policy.End();

    private int Ask(int choices, bool isPreemption)
    {
        var choice = policy.Choose(_count, choices, isPreemption);
        return choice >= 0 && choice < choices
            ? choice
            : throw new InvalidOperationException($"The policy chose {choice} of {choices}; a choice is from 0 to {choices - 1}.");
    }

    private int Keep(int choice, int choices)
    {
        if (choice != 0 && keepSchedule) _deviations.Add(new Deviation(_count, choice, choices));
        _count++;
        return choice;
    }
}
