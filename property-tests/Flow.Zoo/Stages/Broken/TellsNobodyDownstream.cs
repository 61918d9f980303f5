namespace Flow.Zoo.Stages.Broken;

/// <summary>Its second half is not told that the first has ended.</summary>
internal sealed class TellsNobodyDownstream : Halves
{
    protected override void TellDownstream(HopWriter<int> hop, Exception? fault)
    {
    }
}
