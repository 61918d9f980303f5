using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// What a bad wire does to frames in one direction: it loses, spoils, delays, duplicates and reorders them, each draw from a seed. It acts
/// on frames of the wire's MTU, so super-frames are split first; it holds a stated number at most, and then waits.
/// </summary>
public sealed class Impairment : IStage<FrameParts, FrameParts>
{
    private readonly ImpairmentOptions _options;
    private readonly BufferPool _pool;
    private readonly TimeProvider _timeProvider;
    private long _taken;
    private long _lost;
    private long _corrupted;
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

    /// <summary>Frames lost, in bursts and outages too.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Frames with a bit flipped.</summary>
    public long Corrupted => Volatile.Read(ref _corrupted);

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
        using var passage = new Passage(this, _timeProvider.GetElapsedTime(0));
        var (readerArmed, writerArmed) = (false, false);
        while (!writer.IsAbandoned)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = _timeProvider.GetElapsedTime(0);
            var moved = passage.Take(reader, now);
            moved |= passage.Deliver(writer, now);
            if (moved) continue;
            // Looked at once: an end that comes from here on is found where the reader is armed.
            var isEnded = reader.IsEnded;
            if (isEnded && passage.IsEmpty)
            {
                if (reader.CompletionError is { } error) ExceptionDispatchInfo.Throw(error);
                return;
            }

            // Each arm that answers at once, or rang before, means another look.
            if (!readerArmed && passage.HasRoom && !isEnded && !(readerArmed = reader.TryArm(bell, 1))) continue;
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
    private sealed class Passage(Impairment owner, TimeSpan begunAt) : IDisposable
    {
        private readonly ImpairmentOptions _options = owner._options;
        private readonly Random _random = new((int)(owner._options.Seed ^ (owner._options.Seed >> 32)));
        private readonly PriorityQueue<FrameParts, (TimeSpan Due, long Order)> _held = new();
        private SuperFrameInHand? _superFrame;
        private long _order;
        private bool _isBad;

        public bool HasRoom => _superFrame is null && _held.Count < _options.HeldFramesLimit;

        public bool IsEmpty => _superFrame is null && _held.Count == 0;

        public TimeSpan? NextDue => _held.TryPeek(out _, out var priority) ? priority.Due : null;

        public bool Take(HopReader<FrameParts> reader, TimeSpan now)
        {
            var moved = false;
            while (_held.Count < _options.HeldFramesLimit && TryTake(reader, out var frame))
            {
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
            _superFrame?.Dispose();
            foreach (var (frame, _) in _held.UnorderedItems) frame.Dispose();
            Volatile.Write(ref owner._held, 0);
        }

        private bool TryTake(HopReader<FrameParts> reader, out FrameParts frame)
        {
            if (_superFrame is null)
            {
                if (!reader.TryRead(out frame)) return false;
                if (!frame.Offload.IsSuperFrame) return true;
                var whole = frame.Encapsulate(owner._pool);
                frame = FrameParts.TakeApart(whole);
                if (SuperFrame.Segments(whole) == 0) return true;
                _superFrame = new SuperFrameInHand(whole, owner._pool);
            }

            frame = _superFrame.Next();
            if (_superFrame.IsEmpty) _superFrame = null;
            return true;
        }

        private void Suffer(FrameParts frame, TimeSpan now)
        {
            owner._taken++;
            var age = now - begunAt;
            if (age >= _options.CalmAfter)
            {
                Hold(frame, now + _options.Delay);
                return;
            }

            // Every frame draws the same number of times, so that one probability does not disturb another's draws.
            var (lost, duplicated, reordered) = (_random.NextDouble(), _random.NextDouble(), _random.NextDouble());
            var (changed, lostInBurst) = (_random.NextDouble(), _random.NextDouble());
            var (corrupted, bit) = (_random.NextDouble(), _random.Next());
            if (IsLostInBurst(changed, lostInBurst) || lost < _options.Loss || IsCut(age))
            {
                owner._lost++;
                frame.Dispose();
                return;
            }

            if (corrupted < _options.Corruption && frame is { EtherType: EtherType.IPv4, Payload.Length: > 0 })
            {
                owner._corrupted++;
                frame = Corrupt(frame, bit);
            }

            var due = now + _options.Delay;
            if (duplicated < _options.Duplication && _held.Count + 1 < _options.HeldFramesLimit)
            {
                owner._duplicated++;
                Hold(frame.Copy(owner._pool), due);
            }

            if (reordered < _options.Reordering)
            {
                owner._reordered++;
                due += _options.ReorderingDelay;
            }

            Hold(frame, due);
        }

        private bool IsLostInBurst(double changed, double lost)
        {
            if (_options.Bursts is not { } bursts) return false;
            if (changed < (_isBad ? bursts.Ends : bursts.Begins)) _isBad = !_isBad;
            return _isBad && lost < bursts.Loss;
        }

        private bool IsCut(TimeSpan age)
        {
            foreach (var outage in _options.Outages)
            {
                if (outage.Covers(age)) return true;
            }

            return false;
        }

        // In a copy: the bytes may still be in their sender's send queue.
        private FrameParts Corrupt(FrameParts frame, int bit)
        {
            var copy = FrameParts.TakeApart(ChecksumOffload.Complete(frame.Copy(owner._pool).Encapsulate(owner._pool)));
            frame.Dispose();
            bit %= 8 * copy.Payload.Length;
            copy.Payload.Span[bit / 8] ^= (byte)(1 << (bit % 8));
            return copy;
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
    }

    // Cut one frame at a time: the frames it stands for are held no sooner than there is room for them.
    private sealed class SuperFrameInHand(Frame whole, BufferPool pool) : IDisposable
    {
        private readonly int _count = SuperFrame.Segments(whole);
        private int _cut;

        public bool IsEmpty => _cut == _count;

        public FrameParts Next()
        {
            var part = SuperFrame.Cut(whole, _cut++, pool, completeChecksum: false);
            if (IsEmpty) Dispose();
            return FrameParts.TakeApart(part);
        }

        public void Dispose() => whole.Dispose();
    }
}
