using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// What a bad wire does to frames in one direction: it loses, delays, duplicates and reorders them, each draw from a seed. It acts
/// on frames of the wire's MTU, so super-frames are split first; it holds a stated number at most, and then waits.
/// </summary>
public sealed class Impairment : IStage<FrameParts, FrameParts>
{
    private readonly ImpairmentOptions _options;
    private readonly BufferPool _pool;
    private readonly TimeProvider _timeProvider;
    private long _taken;
    private long _lost;
    private long _duplicated;
    private long _reordered;
    private int _held;
    private int _heldPeak;

    /// <summary>Makes the stage.</summary>
    /// <param name="options">What frames suffer.</param>
    /// <param name="pool">Where the buffers of split and duplicated frames come from.</param>
    /// <param name="timeProvider">The clock delays are measured on; the system's by default.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Impairment(ImpairmentOptions options, BufferPool pool, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _pool = pool;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Frames of the wire's MTU that came in.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Frames lost.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Frames that left twice.</summary>
    public long Duplicated => Volatile.Read(ref _duplicated);

    /// <summary>Frames held back so that others overtook them.</summary>
    public long Reordered => Volatile.Read(ref _reordered);

    /// <summary>Frames held now.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>The most frames held at once.</summary>
    public int HeldPeak => Volatile.Read(ref _heldPeak);

    /// <inheritdoc/>
    public async ValueTask RunAsync(
        ChannelReader<FrameParts> input, ChannelWriter<FrameParts> output, CancellationToken cancellationToken)
    {
        if (input is not HopReader<FrameParts> reader || output is not HopWriter<FrameParts> writer)
            throw new ArgumentException("An impairment waits for frames, room and time at once, which only the ends of a hop can do.");

        var bell = new Doorbell(_timeProvider);
        await using var timer = _timeProvider.CreateTimer(_ => bell.Ring(0), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var passage = new Passage(this);
        var (readerArmed, writerArmed) = (false, false);
        while (!writer.IsAbandoned)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = _timeProvider.GetElapsedTime(0);
            var moved = passage.Take(reader, now);
            moved |= passage.Deliver(writer, now);
            if (moved) continue;
            if (reader.IsEnded && passage.IsEmpty)
            {
                if (reader.CompletionError is { } error) ExceptionDispatchInfo.Throw(error);
                return;
            }

            // Each arm that answers at once, or rang before, means another look.
            if (!readerArmed && passage.HasRoom && !reader.IsEnded && !(readerArmed = reader.TryArm(bell, 1))) continue;
            if (passage.NextDue is { } due)
            {
                if (due > now) timer.Change(due - now, Timeout.InfiniteTimeSpan);
                else if (!writerArmed && !(writerArmed = writer.TryArm(bell, 2))) continue;
            }

            await bell.WaitAsync(cancellationToken);
            while (bell.TryTake(out var key))
            {
                readerArmed &= key != 1;
                writerArmed &= key != 2;
            }
        }
    }

    // The frames between the two ends, in one run of the body.
    private sealed class Passage(Impairment owner) : IDisposable
    {
        private readonly ImpairmentOptions _options = owner._options;
        private readonly Random _random = new((int)(owner._options.Seed ^ (owner._options.Seed >> 32)));
        private readonly PriorityQueue<FrameParts, (TimeSpan Due, long Order)> _held = new();
        private readonly Queue<FrameParts> _pieces = new();
        private readonly List<Frame> _split = [];
        private long _order;

        public bool HasRoom => _pieces.Count == 0 && _held.Count < _options.HeldFramesLimit;

        public bool IsEmpty => _pieces.Count == 0 && _held.Count == 0;

        public TimeSpan? NextDue => _held.TryPeek(out _, out var priority) ? priority.Due : null;

        public bool Take(HopReader<FrameParts> reader, TimeSpan now)
        {
            var moved = false;
            while (_held.Count < _options.HeldFramesLimit)
            {
                if (!_pieces.TryDequeue(out var frame))
                {
                    if (!reader.TryRead(out var parts)) break;
                    Split(parts);
                    moved = true;
                    continue;
                }

                Suffer(frame, now);
                moved = true;
            }

            return moved;
        }

        public bool Deliver(HopWriter<FrameParts> writer, TimeSpan now)
        {
            var moved = false;
            while (_held.TryPeek(out var frame, out var priority) && priority.Due <= now && writer.TryWrite(frame))
            {
                _held.Dequeue();
                moved = true;
            }

            Count();
            return moved;
        }

        public void Dispose()
        {
            foreach (var frame in _pieces) frame.Dispose();
            foreach (var (frame, _) in _held.UnorderedItems) frame.Dispose();
            Volatile.Write(ref owner._held, 0);
        }

        private void Split(FrameParts parts)
        {
            if (!parts.Offload.IsSuperFrame)
            {
                _pieces.Enqueue(parts);
                return;
            }

            SuperFrame.Split(parts.Encapsulate(owner._pool), owner._pool, _split, completeChecksums: false);
            foreach (var piece in _split) _pieces.Enqueue(FrameParts.TakeApart(piece));
            _split.Clear();
        }

        private void Suffer(FrameParts frame, TimeSpan now)
        {
            owner._taken++;
            // Every frame draws the same number of times, so that one probability does not disturb another's draws.
            var (lost, duplicated, reordered) = (_random.NextDouble(), _random.NextDouble(), _random.NextDouble());
            if (lost < _options.Loss)
            {
                owner._lost++;
                frame.Dispose();
                return;
            }

            var due = now + _options.Delay;
            if (duplicated < _options.Duplication && _held.Count + 1 < _options.HeldFramesLimit)
            {
                owner._duplicated++;
                Hold(Copy(frame), due);
            }

            if (reordered < _options.Reordering)
            {
                owner._reordered++;
                due += _options.ReorderingDelay;
            }

            Hold(frame, due);
        }

        private void Hold(FrameParts frame, TimeSpan due)
        {
            _held.Enqueue(frame, (due, _order++));
            Count();
        }

        private void Count()
        {
            Volatile.Write(ref owner._held, _held.Count);
            if (_held.Count > owner._heldPeak) Volatile.Write(ref owner._heldPeak, _held.Count);
        }

        private FrameParts Copy(FrameParts frame)
        {
            var buffer = owner._pool.Rent(Frame.HeadroomBytes + MacAddress.Length * 2 + sizeof(ushort) + frame.Payload.Length);
            var offset = Frame.HeadroomBytes + MacAddress.Length * 2 + sizeof(ushort);
            frame.Payload.Span.CopyTo(buffer.Array.AsSpan(offset));
            return frame with { Payload = new BufferSlice(buffer, offset, frame.Payload.Length) };
        }
    }
}
