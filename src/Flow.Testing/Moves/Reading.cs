using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>Reads a channel, move after move, until it ends or as many items are taken as were wanted.</summary>
/// <param name="reader">The end it reads; what a hop's can do besides, it does on a hop.</param>
/// <param name="side">Its number among the sides of the case.</param>
/// <param name="name">What it is called in the story.</param>
/// <param name="trial">The try of the case.</param>
/// <param name="tally">Counts what is inside.</param>
/// <param name="moves">What it does, over and over.</param>
/// <param name="wanted">How many items are enough.</param>
/// <param name="isAlone">Whether nobody else reads there: a doorbell is for one.</param>
internal sealed class Reading<T>(
    ChannelReader<T> reader, int side, string name, Trial trial, Tally tally, IReadOnlyList<Move> moves, int wanted = int.MaxValue, bool isAlone = true)
    : Side(side, name, trial, moves, hasBell: isAlone && reader is HopReader<T>)
{
    private readonly HopReader<T>? _hop = reader as HopReader<T>;
    private readonly List<T> _delivered = [];
    private readonly List<int> _cancelledAt = [];

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<T> Delivered => _delivered;

    /// <summary>Whether the channel said that it has ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>What the channel ended with.</summary>
    public Exception? Error { get; private set; }

    /// <summary>How many items had been taken each time a call ended by its token.</summary>
    public IReadOnlyList<int> CancelledAt => _cancelledAt;

    /// <summary>What was seen and not taken, if anything.</summary>
    public string? Peeked { get; private set; }

    protected override bool IsDone => Missing <= 0 || IsEnded;

    protected override int Moved => _delivered.Count;

    private int Missing => wanted - _delivered.Count;

    protected override bool TryOne()
    {
        tally.Reach(1);
        try
        {
            if (!reader.TryRead(out var item))
            {
                Story?.Tell(Name, "TryRead -> nothing");
                return false;
            }

            Take(item, "TryRead");
            return true;
        }
        finally
        {
            tally.Reach(-1);
        }
    }

    protected override bool TryBatch(int most)
    {
        if (_hop is null) return TryOne();
        var size = Math.Min(most, Missing);
        tally.Reach(size);
        try
        {
            var batch = new T[size];
            var taken = _hop.TryRead(batch.AsSpan());
            Story?.Tell(Name, $"TryRead(span of {size}) -> [{string.Join(", ", batch.Take(taken))}]");
            _delivered.AddRange(batch.AsSpan(0, taken));
            tally.Deliver(taken);
            return taken > 0;
        }
        finally
        {
            tally.Reach(-size);
        }
    }

    protected override async Task WaitAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        Story?.Tell(Name, "WaitToReadAsync ...");
        var more = await reader.WaitToReadAsync(cancellationToken);
        Story?.Tell(Name, $"WaitToReadAsync -> {more}");
        if (more) TryOne();
        else End(null);
    }

    protected override async Task OneAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        tally.Reach(1);
        try
        {
            Story?.Tell(Name, "ReadAsync ...");
            Take(await reader.ReadAsync(cancellationToken), "ReadAsync");
        }
        finally
        {
            tally.Reach(-1);
        }
    }

    protected override async Task AllAsync(int most)
    {
        most = Math.Min(most, Missing);
        Waiting = new Wait(CancellationToken.None);
        tally.Reach(1);
        try
        {
            Story?.Tell(Name, "ReadAllAsync ...");
            await foreach (var item in reader.ReadAllAsync())
            {
                Take(item, "ReadAllAsync");
                if (--most == 0) return;
            }
        }
        finally
        {
            tally.Reach(-1);
        }

        End(null);
    }

    protected override async Task PeekAsync()
    {
        if (!reader.CanPeek || !reader.TryPeek(out var peeked))
        {
            if (!TryOne()) await RestAsync();
            return;
        }

        // Where others read too, it may be gone.
        if (!TryOne() || EqualityComparer<T>.Default.Equals(peeked, _delivered[^1])) return;
        Peeked ??= $"{peeked} was seen, and {_delivered[^1]} taken";
    }

    protected override Task BellAsync(int key) => !TryOne() && _hop!.TryArm(Bell, key) ? RungAsync(key) : RestAsync();

    // What has ended stays so, and has nothing to read.
    protected override async Task RestAsync()
    {
        if (_hop is null ? reader.Completion.IsCompleted : _hop.IsEnded)
            End(_hop is null ? reader.Completion.Exception?.InnerException : _hop.CompletionError);
        else await Task.Yield();
    }

    protected override bool IsOwn(OperationCanceledException error) =>
        !(_hop is null ? reader.Completion.IsCanceled : ReferenceEquals(error, _hop.CompletionError));

    protected override void BeCancelled() => _cancelledAt.Add(_delivered.Count);

    protected override void BeClosed(ChannelClosedException closed) => End(closed.InnerException);

    protected override void BeRefused(Exception error) => End(error);

    private void Take(T item, string call)
    {
        Story?.Tell(Name, $"{call} -> {item}");
        _delivered.Add(item);
        tally.Deliver(1);
    }

    private void End(Exception? error)
    {
        Story?.Tell(Name, error is null ? "sees the end" : $"sees the end, with {error.GetType().Name}: {error.Message}");
        (IsEnded, Error) = (true, error);
    }
}
