using System.Threading.Channels;

namespace Flow;

/// <summary>The bounded channel between two stages; it closes from both ends, and counts itself.</summary>
/// <remarks>
/// It keeps order, delivers each item it accepted once or releases it once with its reason, and never holds more than its
/// bound. One caller at a time at each end, unless its options say otherwise. <see cref="Reader"/> and <see cref="Writer"/> are the owner's: completing the one, or
/// abandoning the other, closes the hop.
/// </remarks>
public abstract class Hop<T> : Channel<T>
{
    private protected Hop(string name)
    {
        Name = name;
    }

    /// <summary>The hop's name.</summary>
    public string Name { get; }

    /// <summary>The owner's reading end.</summary>
    public new HopReader<T> Reader => (HopReader<T>)base.Reader;

    /// <summary>The owner's writing end.</summary>
    public new HopWriter<T> Writer => (HopWriter<T>)base.Writer;

    /// <summary>The stage that the reading end is lent to, for reports.</summary>
    internal virtual string? ReadBy { get; set; }

    /// <summary>The stage that the writing end is lent to, for reports.</summary>
    internal virtual string? WrittenBy { get; set; }

    /// <summary>Makes a hop; in a simulation, one whose points the simulation decides.</summary>
    /// <param name="options">Its bound, and what it does with items nobody will read.</param>
    /// <param name="timeProvider">The clock its waits are timed by; the system's by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is less than 1.</exception>
    /// <exception cref="ArgumentException">There is a stand-in, and something that it would not know of.</exception>
    public static Hop<T> Create(HopOptions<T> options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(options.Name is null ? "The hop" : $"The hop '{options.Name}'", nameof(options));
        timeProvider ??= TimeProvider.System;
        if (options.StandIn is not null) return new ChannelHop<T>(options, timeProvider);
        return ISimulation.Current is { } simulation
            ? CreateRing(options, timeProvider, new SimulatedAccess(simulation))
            : CreateRing(options, timeProvider, default(FreeAccess));
    }

    /// <summary>What the hop has counted. Thread-safe; the figures are each right, and nearly of one moment.</summary>
    public abstract HopReading Read();

    private static RingHop<T, TAccess> CreateRing<TAccess>(HopOptions<T> options, TimeProvider timeProvider, TAccess access)
        where TAccess : struct, IAccess => options is { SingleReader: true, SingleWriter: true, FullMode: HopFullMode.Wait }
            ? new RingHop<T, TAccess>(options, timeProvider, access)
            : new SharedHop<T, TAccess>(options, timeProvider, access);

    private protected void SetEnds(HopReader<T> reader, HopWriter<T> writer)
    {
        base.Reader = reader;
        base.Writer = writer;
    }

    internal abstract HopReader<T> LeaseReader();

    internal abstract HopWriter<T> LeaseWriter();

    /// <summary>
    /// Closes the reading end; what is left is released for <paramref name="reason"/>. The caller is the reader, or knows that no
    /// call of the reader's is under way: it reads in its place.
    /// </summary>
    internal abstract void Abandon(Exception? error, ReleaseReason reason);

    /// <summary>Releases an item that the reader had taken, and that comes to nothing: it was not delivered after all.</summary>
    internal abstract void ReleaseTaken(T item, ReleaseReason reason);

    /// <inheritdoc cref="Releases{T}.Owe"/>
    internal abstract void Owe(Exception error);
}
