using System.Threading.Channels;

namespace Flow;

internal sealed class SkipPolicy<TItem>(ChannelWriter<DeadLetter<TItem>> deadLetters) : FaultPolicy
{
    private protected override void Check<T>(string stage)
    {
        if (typeof(T) == typeof(Nothing))
            throw new ArgumentException($"The stage '{stage}' is a source and has no item in hand to skip; it can be restarted.");
        if (typeof(T) != typeof(TItem))
        {
            throw new ArgumentException(
                $"The stage '{stage}' reads items of {TypeName.Of(typeof(T))}; its dead letters were to hold items of {TypeName.Of(typeof(TItem))}.");
        }
    }

    internal override StageFaults<T> Begin<T>(string stage, Link<T> input, TimeProvider timeProvider) =>
        new SkippedFaults<T>(stage, input, DeadLetters<T>.Of((ChannelWriter<DeadLetter<T>>)(object)deadLetters));
}
