using System.Threading.Channels;

namespace Flow;

/// <summary>A named body that reads one hop and writes the next: any function from a reader to a writer.</summary>
/// <remarks>
/// <para>The body ends by returning: when its input has ended, when its output has gone
/// (<see cref="ChannelWriter{T}.WaitToWriteAsync"/> answers <see langword="false"/>), or when it has had enough, which abandons
/// the rest of its input. It need not complete its output; the run does, with the error if the body threw.
/// A <see cref="ChannelClosedException"/> out of an abandoned output is an ordinary end. So is any exception out of a source that was
/// told to end: it may come of a read that was cancelled.</para>
/// <para>The reader and writer are leases on hops of the run, valid until the task returned completes, and are
/// <see cref="HopReader{T}"/> and <see cref="HopWriter{T}"/> for a body that wants batches. They are not at a source's input, at a
/// sink's output, and at the ends of a run on a channel that is no hop: there they are that channel's own. An item taken from the
/// reader is the body's until it is written. A stage may be run many times, also at once: state lives in the call.</para>
/// </remarks>
public interface IStage<TIn, TOut>
{
    /// <summary>Runs the body once, until it ends.</summary>
    /// <param name="input">
    /// Where items come from. It also ends when another stage is to take this one's place. A source's has no items; it ends then, and
    /// when the run is drained.
    /// </param>
    /// <param name="output">Where they go.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the run is stopped, or when nobody is left to read the output; the body then ends soon.
    /// An <see cref="OperationCanceledException"/> out of it is then an ordinary end.
    /// </param>
    ValueTask RunAsync(ChannelReader<TIn> input, ChannelWriter<TOut> output, CancellationToken cancellationToken);

    internal Tenant<TIn, TOut> Tenancy() => new StatelessTenant<TIn, TOut>(this);
}
