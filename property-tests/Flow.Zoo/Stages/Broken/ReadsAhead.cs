namespace Flow.Zoo.Stages.Broken;

/// <summary>It reads on without bound while its output is full.</summary>
internal sealed class ReadsAhead : Halves
{
    protected override int Between => int.MaxValue;
}
