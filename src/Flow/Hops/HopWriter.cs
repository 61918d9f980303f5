using System.Threading.Channels;

namespace Flow;

/// <summary>
/// The writing end of a hop: a standard <see cref="ChannelWriter{T}"/>, plus batches and news of abandonment.
/// </summary>
/// <remarks>
/// One writer at a time: its calls, <see cref="ChannelWriter{T}.TryComplete"/> included, must not overlap. A second
/// <see cref="ChannelWriter{T}.WaitToWriteAsync"/> while one is pending throws <see cref="InvalidOperationException"/>. Where
/// <see cref="HopOptions{T}.SingleWriter"/> is <see langword="false"/> all calls but <see cref="TryArm"/> are thread-safe.
/// </remarks>
public abstract class HopWriter<T> : ChannelWriter<T>
{
    /// <summary>
    /// Puts as many leading items of <paramref name="items"/> into the hop as there is room for, without waiting.
    /// The hop owns what it took; the caller keeps the rest.
    /// </summary>
    /// <returns>How many were taken; 0 when there is no room now, or the hop is closed.</returns>
    public abstract int TryWrite(ReadOnlySpan<T> items);

    /// <summary>Whether the reader has gone: nothing will be taken any more.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>The error the reader gave when it abandoned the hop, if any.</summary>
    public abstract Exception? Abandonment { get; }

    /// <summary>
    /// The room there is now, in the hop's unit; none when a hop bounded by weight is at its bound of items.
    /// Only a reader changes it besides this writer, and only upwards.
    /// </summary>
    public abstract long Room { get; }

    /// <summary>
    /// Asks that <paramref name="bell"/> be rung with <paramref name="key"/> once, when <see cref="Room"/> exceeds
    /// <paramref name="roomAbove"/> or the reader abandons the hop. It takes the place of
    /// <see cref="ChannelWriter{T}.WaitToWriteAsync"/> for a body that serves many hops.
    /// </summary>
    /// <remarks>
    /// Asking again replaces what was asked before, which may ring once more if it was just being answered. Room for more than the
    /// capacity comes when the hop is empty; <see cref="long.MaxValue"/> asks for the abandonment only.
    /// </remarks>
    /// <returns><see langword="false"/>, and nothing asked for, when that is so right now.</returns>
    public abstract bool TryArm(Doorbell bell, int key, long roomAbove = 0);

    /// <summary>The hop whose owner's end this is; none for a lease, which a run of another may not lend on.</summary>
    internal virtual Hop<T>? OwnedHop => null;

    /// <summary>What the hop was completed with, if anything.</summary>
    internal virtual Exception? CompletionError => null;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryWrite(item) ? default : WriteSlowlyAsync(item, cancellationToken);
    }

    private async ValueTask WriteSlowlyAsync(T item, CancellationToken cancellationToken)
    {
        do
        {
            bool room;
            try
            {
                room = await WaitToWriteAsync(cancellationToken);
            }
            catch (Exception error) when (ReferenceEquals(error, CompletionError))
            {
                throw new ChannelClosedException(error);
            }

            if (!room) throw new ChannelClosedException(Abandonment);
        }
        while (!TryWrite(item));
    }
}
