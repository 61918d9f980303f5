using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Flow;

/// <summary>
/// Where dead letters go: one channel, which all stages and runs that were given its writer write in turn, so that a writer for one
/// caller at a time will do. A hop's own writer belongs to one run besides, which completes it.
/// </summary>
internal sealed class DeadLetters<T>
{
    private static readonly ConditionalWeakTable<ChannelWriter<DeadLetter<T>>, DeadLetters<T>> OfWriters = [];

    private readonly ChannelWriter<DeadLetter<T>> _writer;
    private readonly Hop<DeadLetter<T>>? _hop;
    private readonly Turns _turns = new();
    private Task? _owner;

    private DeadLetters(ChannelWriter<DeadLetter<T>> writer)
    {
        _writer = writer;
        _hop = (writer as HopWriter<DeadLetter<T>>)?.OwnedHop;
    }

    public static DeadLetters<T> Of(ChannelWriter<DeadLetter<T>> writer) => OfWriters.GetValue(writer, static writer => new DeadLetters<T>(writer));

    /// <summary>A run of its own, known by its end, is to write here.</summary>
    /// <exception cref="InvalidOperationException">The hop is another run's.</exception>
    public void Own(string stage, Task run)
    {
        if (_hop is null || (Interlocked.CompareExchange(ref _owner, run, null) ?? run) == run) return;
        throw new InvalidOperationException(
            $"The dead letters of the stage '{stage}' go into the hop '{_hop.Name}', which belongs to another run, or did; a hop of dead letters "
            + "serves one run. Runs may share the writer of any other channel.");
    }

    /// <summary>The run is refused: what it owned is anybody's again.</summary>
    public void Disown(Task run) => Interlocked.CompareExchange(ref _owner, null, run);

    /// <summary>Waits for a turn, and for room; false when nothing is taken any more.</summary>
    public async ValueTask<bool> WriteAsync(DeadLetter<T> letter, CancellationToken cancellationToken)
    {
        await _turns.TakeAsync(cancellationToken);
        try
        {
            while (!_writer.TryWrite(letter))
            {
                if (!await _writer.WaitToWriteAsync(cancellationToken)) return false;
            }

            return true;
        }
        finally
        {
            _turns.Give();
        }
    }

    /// <summary>The run that owns the hop has ended.</summary>
    public async ValueTask CompleteAsync()
    {
        if (_owner is null) return;
        await _turns.TakeAsync(CancellationToken.None);
        _writer.TryComplete();
        _turns.Give();
    }
}
