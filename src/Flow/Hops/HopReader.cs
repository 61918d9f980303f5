using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Flow;

/// <summary>
/// The reading end of a hop: a standard <see cref="ChannelReader{T}"/>, plus batches and abandonment.
/// </summary>
/// <remarks>
/// One reader at a time: its calls must not overlap. A second <see cref="ChannelReader{T}.WaitToReadAsync"/>
/// while one is pending throws <see cref="InvalidOperationException"/>. Where <see cref="HopOptions{T}.SingleReader"/> is
/// <see langword="false"/> all calls but <see cref="TryArm"/> are thread-safe.
/// </remarks>
public abstract class HopReader<T> : ChannelReader<T>
{
    /// <summary>
    /// Takes up to <paramref name="destination"/>.Length items, in order, without waiting.
    /// The caller owns what it took.
    /// </summary>
    /// <returns>How many were taken; 0 when there is none now.</returns>
    public abstract int TryRead(Span<T> destination);

    /// <summary>Whether there is nothing to read, now or ever.</summary>
    public abstract bool IsEnded { get; }

    /// <summary>The error the writer completed the hop with, if it has completed it with one.</summary>
    public abstract Exception? CompletionError { get; }

    /// <summary>
    /// Says that nobody will read again. What is left in the hop is released, each item once; the writer's
    /// pending and later waits answer <see langword="false"/>, and its writes are refused.
    /// Idempotent; an error is what the writer's <see cref="HopWriter{T}.Abandonment"/> shows.
    /// </summary>
    public abstract void Abandon(Exception? error = null);

    /// <summary>
    /// Asks that <paramref name="bell"/> be rung with <paramref name="key"/> once, when the hop has an item or has ended.
    /// It takes the place of <see cref="ChannelReader{T}.WaitToReadAsync"/> for a body that serves many hops.
    /// </summary>
    /// <returns><see langword="false"/>, and nothing asked for, when there is something to read, or the end, right now.</returns>
    public abstract bool TryArm(Doorbell bell, int key);

    /// <summary>The hop whose owner's end this is; none for a lease, which a run of another may not lend on.</summary>
    internal virtual Hop<T>? OwnedHop => null;

    /// <summary>Whether it rings doorbells. What stands before another channel's reader does not.</summary>
    internal virtual bool CanRing => true;

    /// <inheritdoc/>
    public override ValueTask<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<T>(cancellationToken);
        return TryRead(out var item) ? new ValueTask<T>(item) : ReadSlowlyAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await WaitToReadAsync(cancellationToken))
        {
            while (TryRead(out var item))
            {
                yield return item;
                // A hop that is never empty is left all the same; nothing is in hand here.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async ValueTask<T> ReadSlowlyAsync(CancellationToken cancellationToken)
    {
        // A token cancelled while an item arrives takes none: the wait ends one way or the other before anything is taken.
        while (true)
        {
            bool more;
            try
            {
                more = await WaitToReadAsync(cancellationToken);
            }
            catch (Exception error) when (ReferenceEquals(error, CompletionError))
            {
                throw new ChannelClosedException(error);
            }

            if (!more) throw new ChannelClosedException();
            if (TryRead(out var item)) return item;
        }
    }
}
