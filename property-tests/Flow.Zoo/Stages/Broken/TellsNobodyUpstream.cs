namespace Flow.Zoo.Stages.Broken;

/// <summary>When its second half has ended its first half is not told, and writes to nobody for ever.</summary>
internal sealed class TellsNobodyUpstream : Halves
{
    protected override void TellUpstream(HopReader<int> hop, Exception? fault)
    {
    }
}
