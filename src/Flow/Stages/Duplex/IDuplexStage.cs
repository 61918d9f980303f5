using System.Threading.Channels;

namespace Flow;

/// <summary>
/// A named body that reads and writes in two directions, as a layer of a protocol does: down, from above it to below it, and back up.
/// </summary>
/// <remarks>
/// <para>What holds for an <see cref="IStage{TIn, TOut}"/> holds here, but for this: completing an output, with an error or without, tells its reader
/// at once, and so does abandoning an input that a stage of the same pipeline writes. So a direction ends when it completes its output and
/// abandons its input, and the other goes on, to bring up what is still below. The body ends by returning, which ends both; one that is
/// cancelled leaves its ends to that.</para>
/// <para>A direction that waits must not keep the other from moving: what is below may answer only what it has been sent.</para>
/// </remarks>
/// <typeparam name="TDownIn">What comes from above.</typeparam>
/// <typeparam name="TDownOut">What goes below.</typeparam>
/// <typeparam name="TUpIn">What comes from below.</typeparam>
/// <typeparam name="TUpOut">What goes above.</typeparam>
public interface IDuplexStage<TDownIn, TDownOut, TUpIn, TUpOut>
{
    /// <summary>Runs the body once, until it ends.</summary>
    /// <param name="fromAbove">Where items come from on their way down.</param>
    /// <param name="toBelow">Where they go.</param>
    /// <param name="fromBelow">Where items come from on their way up.</param>
    /// <param name="toAbove">Where they go.</param>
    /// <param name="cancellationToken">Cancelled when the run is stopped, or when nobody is left to read either output.</param>
    ValueTask RunAsync(
        ChannelReader<TDownIn> fromAbove,
        ChannelWriter<TDownOut> toBelow,
        ChannelReader<TUpIn> fromBelow,
        ChannelWriter<TUpOut> toAbove,
        CancellationToken cancellationToken);
}
