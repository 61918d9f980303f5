using System.Threading.Channels;

namespace Flow;

/// <summary>What becomes of a fault of one stage: part of a blueprint, by <see cref="Pipeline{TIn, TOut}.OnFault"/>.</summary>
/// <remarks>
/// <para>With a policy other than <see cref="Stop"/> the stage is given one item at a time. The item in hand when it throws is the last
/// it took, and has the policy's fate, so a stage leaves as it is the item it throws at. What else a body of yours holds is lost with it;
/// built-in stages lose nothing.</para>
/// <para>What the input ended with, and an <see cref="OperationCanceledException"/> of a stage that was stopped, are no faults of the
/// stage.</para>
/// </remarks>
public abstract class FaultPolicy
{
    private protected FaultPolicy()
    {
    }

    /// <summary>The run ends with the fault. So it is when nothing else is said.</summary>
    public static FaultPolicy Stop { get; } = new StopPolicy();

    /// <summary>The item in hand becomes a dead letter, and the stage starts again. Without an item in hand the run ends with the fault.</summary>
    /// <remarks>
    /// <para>A full channel of dead letters holds up the stage, as a full hop would; one that takes no more ends the run with the fault.
    /// Stages that share a channel write it one after the other.</para>
    /// <para>A hop's own writer belongs to the first run that is started with it, which completes it at its end; starting another with it
    /// throws an <see cref="InvalidOperationException"/>. Any other channel may be shared by runs, and stays open. A run inside a stage, as
    /// one of a key of <c>GroupBy</c> is, writes to either and completes neither.</para>
    /// </remarks>
    public static FaultPolicy Skip<T>(ChannelWriter<DeadLetter<T>> deadLetters)
    {
        ArgumentNullException.ThrowIfNull(deadLetters);
        return new SkipPolicy<T>(deadLetters);
    }

    /// <summary>
    /// The item in hand is released and counted as faulted, and the stage starts again after a delay, which doubles with each attempt in a
    /// row. Once an item has passed, the row begins anew; a source's does once it has written an item.
    /// </summary>
    /// <param name="least">The delay before the first attempt.</param>
    /// <param name="greatest">The longest delay.</param>
    /// <param name="attempts">How many attempts there are in a row, after which the run ends with the fault.</param>
    public static FaultPolicy Restart(TimeSpan least, TimeSpan greatest, int attempts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(greatest, least);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        return Restart((attempt, _) => attempt > attempts
            ? null
            : TimeSpan.FromTicks((long)Math.Min(least.Ticks * Math.Pow(2, attempt - 1), greatest.Ticks)));
    }

    /// <summary>The item in hand is released and counted as faulted, and the stage starts again after a delay.</summary>
    /// <param name="delay">
    /// How long the run waits, by its clock, before an attempt, given its number in the row, from 1, and the fault, but no longer than a timer can
    /// run, some 49 days; none ends the run with the fault. When it throws, the run ends with both, the fault first.
    /// </param>
    public static FaultPolicy Restart(Func<int, Exception, TimeSpan?> delay)
    {
        ArgumentNullException.ThrowIfNull(delay);
        return new RestartPolicy(delay);
    }

    /// <summary>Refuses a stage for which the policy makes no sense.</summary>
    internal void Check<TIn, TOut>(string path, IStage<TIn, TOut> stage)
    {
        CheckTells(path, stage);
        Check<TIn>(path);
    }

    /// <summary>Refuses what is to take a stage's place and cannot have its policy.</summary>
    internal void CheckTakenOver<TIn, TOut>(string path, IStage<TIn, TOut> stage)
    {
        CheckTells(path, stage);
        if (this != Stop && stage is Pipeline<TIn, TOut>)
            throw new ArgumentException($"The stage '{path}' has a fault policy, which a pipeline cannot take over; a stage can, or a pipeline of one stage without a policy of its own.");
    }

    /// <summary>What deals with the faults of a stage in a run; none if nobody does.</summary>
    internal abstract StageFaults<T>? Begin<T>(string stage, Link<T> input, TimeProvider timeProvider);

    /// <summary>Refuses items for which the policy makes no sense.</summary>
    private protected abstract void Check<T>(string stage);

    private void CheckTells(string path, object stage)
    {
        if (this != Stop && stage is IStopsAtFault)
        {
            throw new ArgumentException(
                $"The stage '{path}' throws at an item later than it takes it, so it can have no fault policy but Stop: the item in hand may be another.");
        }
    }
}
