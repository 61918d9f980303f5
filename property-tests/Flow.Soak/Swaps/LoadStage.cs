namespace Flow.Soak.Swaps;

/// <summary>Makes the stages that are swapped, each of which counts what it wrote.</summary>
internal abstract class LoadStage
{
    private long _written;

    /// <summary>How many items it writes at most after its fence.</summary>
    public abstract int Batch { get; }

    public long Written => Volatile.Read(ref _written);

    public abstract IStage<long, long> Stage { get; }

    public static LoadStage Of(int kind) => kind % 2 == 0 ? new MapLoad() : new SpanLoad();

    protected void Count(long written) => Volatile.Write(ref _written, _written + written);
}
