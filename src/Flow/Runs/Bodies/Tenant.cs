using System.Threading.Channels;

namespace Flow;

/// <summary>A stage while it has a body of a run, with the state it was handed.</summary>
internal abstract class Tenant<TIn, TOut>
{
    /// <summary>The type of the state it hands over; none if it hands over none.</summary>
    public abstract Type? State { get; }

    public abstract ValueTask RunAsync(
        ChannelReader<TIn> input, ChannelWriter<TOut> output, TimeProvider timeProvider, CancellationToken cancellationToken);

    /// <summary>Nobody takes over what the last run left.</summary>
    public abstract ValueTask EndAsync(ChannelWriter<TOut> output, CancellationToken cancellationToken);

    /// <summary>
    /// It leaves its place for good: to <paramref name="next"/>, or to nobody, with the error the body ended with, if it did with one.
    /// </summary>
    public virtual void Leave(Tenant<TIn, TOut>? next, Exception? error)
    {
        // Most leave nothing behind.
    }

    /// <summary>Takes over what the last run of <paramref name="old"/> left, where that left anything.</summary>
    public abstract void TakeStateOf(Tenant<TIn, TOut> old);
}
