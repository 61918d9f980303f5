namespace Flow.Zoo.Stages;

/// <summary>A right stage that gathers items, and passes on the even ones before the odd ones: each kind in its order.</summary>
internal class Grouping : Buffering
{
    protected override int[] Oldest(int[] buffer, int first, int count) => Group(base.Oldest(buffer, first, count));

    /// <summary>The even ones, then the odd ones.</summary>
    protected virtual int[] Group(int[] items) => [.. items.Where(int.IsEvenInteger), .. items.Where(int.IsOddInteger)];
}
