namespace Flow.Soak.Swaps;

/// <summary>The built-in stage, which works in place.</summary>
internal sealed class MapLoad : LoadStage
{
    public override int Batch => 512;

    public override IStage<long, long> Stage => Pipeline.Of<long>().Map("map", item =>
    {
        Count(1);
        return item;
    });
}
