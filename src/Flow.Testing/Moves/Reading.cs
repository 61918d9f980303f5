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
{
    private readonly IReadOnlyList<Move> _moves = MoveScripts.ThatMove(moves);
    private readonly HopReader<T>? _hop = reader as HopReader<T>;
    private readonly Pace _pace = trial.Pace(side);
    private readonly Story? _story = trial.Story;
    private readonly Doorbell _bell = new();
    private readonly SpinGuard _spin = new();
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

    /// <summary>The wait it is in.</summary>
    public Wait? Waiting { get; private set; }

    /// <summary>What was seen and not taken, if anything.</summary>
    public string? Peeked { get; private set; }

    /// <summary>How a doorbell was rung otherwise than asked, if it was.</summary>
    public string? Rung { get; private set; }

    private int Missing => wanted - _delivered.Count;

    public async Task RunAsync()
    {
        for (var turn = 0; Missing > 0 && !IsEnded; turn++)
        {
            await _pace.BeforeMoveAsync();
            var move = _moves[turn % _moves.Count];
            try
            {
                await _spin.WatchAsync(() => _delivered.Count, () => MakeAsync(move));
            }
            catch (OperationCanceledException error) when (move.IsCancelled && !IsEndedWith(error))
            {
                // Its own doing: nothing was taken.
                _story?.Tell(name, "is cancelled");
                _cancelledAt.Add(_delivered.Count);
            }
            catch (ChannelClosedException closed)
            {
                End(closed.InnerException);
            }
            catch (Exception error) when (error is not SimulationException)
            {
                End(error);
            }
            finally
            {
                Waiting = null;
            }
        }
    }

    // A channel may end with a cancellation that is not this side's.
    private bool IsEndedWith(OperationCanceledException error) =>
        _hop is null ? reader.Completion.IsCanceled : ReferenceEquals(error, _hop.CompletionError);

    private async Task MakeAsync(Move move)
    {
        switch (move.Kind)
        {
            case MoveKind.Try:
                if (!TryRead()) await LookForEndAsync();
                break;
            case MoveKind.Batch:
                if (!TryReadBatch(Math.Min(move.Size, Missing))) await LookForEndAsync();
                break;
            case MoveKind.Wait:
                await WaitAsync(CancellationToken.None);
                break;
            case MoveKind.WaitCancelled:
                await WaitAsync(Turns.CancelAfter(move.Size));
                break;
            case MoveKind.Async:
                await ReadAsync(CancellationToken.None);
                break;
            case MoveKind.AsyncCancelled:
                await ReadAsync(Turns.CancelAfter(move.Size));
                break;
            case MoveKind.Peek:
                await PeekAsync();
                break;
            case MoveKind.Bell when isAlone && _hop is not null:
                if (!TryRead() && _hop.TryArm(_bell, move.Size)) await RungAsync(move.Size);
                else await LookForEndAsync();
                break;
            case MoveKind.Bell:
                await WaitAsync(CancellationToken.None);
                break;
            case MoveKind.All:
                await ReadAllAsync(Math.Min(move.Size, Missing));
                break;
            case MoveKind.Stall:
                _story?.Tell(name, "rests");
                await Turns.PassAsync(move.Size);
                break;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        _story?.Tell(name, "WaitToReadAsync ...");
        var more = await reader.WaitToReadAsync(cancellationToken);
        _story?.Tell(name, $"WaitToReadAsync -> {more}");
        if (more) TryRead();
        else End(null);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Waiting = new Wait(cancellationToken);
        tally.Reach(1);
        try
        {
            _story?.Tell(name, "ReadAsync ...");
            Take(await reader.ReadAsync(cancellationToken), "ReadAsync");
        }
        finally
        {
            tally.Reach(-1);
        }
    }

    private async Task PeekAsync()
    {
        if (!reader.CanPeek || !reader.TryPeek(out var peeked))
        {
            if (!TryRead()) await LookForEndAsync();
            return;
        }

        // Where others read too, it may be gone.
        if (!TryRead() || EqualityComparer<T>.Default.Equals(peeked, _delivered[^1])) return;
        Peeked ??= $"{peeked} was seen, and {_delivered[^1]} taken";
    }

    private async Task ReadAllAsync(int most)
    {
        Waiting = new Wait(CancellationToken.None);
        tally.Reach(1);
        try
        {
            _story?.Tell(name, "ReadAllAsync ...");
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

    private async Task RungAsync(int key)
    {
        Waiting = new Wait(CancellationToken.None);
        _story?.Tell(name, $"TryArm(bell, {key}) ...");
        await _bell.WaitAsync();
        _story?.Tell(name, "is rung");
        if (!_bell.TryTake(out var rung) || rung != key) Rung ??= $"a doorbell armed with {key} was rung with {rung}";
        else if (_bell.TryTake(out _)) Rung ??= "a doorbell armed once was rung twice";
    }

    private async Task LookForEndAsync()
    {
        // What has ended stays so, and has nothing to read.
        if (_hop is null ? reader.Completion.IsCompleted : _hop.IsEnded)
            End(_hop is null ? reader.Completion.Exception?.InnerException : _hop.CompletionError);
        else await Task.Yield();
    }

    private bool TryRead()
    {
        tally.Reach(1);
        try
        {
            if (!reader.TryRead(out var item))
            {
                _story?.Tell(name, "TryRead -> nothing");
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

    private bool TryReadBatch(int size)
    {
        if (_hop is null) return TryRead();
        tally.Reach(size);
        try
        {
            var batch = new T[size];
            var taken = _hop.TryRead(batch.AsSpan());
            _story?.Tell(name, $"TryRead(span of {size}) -> [{string.Join(", ", batch.Take(taken))}]");
            _delivered.AddRange(batch.AsSpan(0, taken));
            tally.Deliver(taken);
            return taken > 0;
        }
        finally
        {
            tally.Reach(-size);
        }
    }

    private void Take(T item, string call)
    {
        _story?.Tell(name, $"{call} -> {item}");
        _delivered.Add(item);
        tally.Deliver(1);
    }

    private void End(Exception? error)
    {
        _story?.Tell(name, error is null ? "sees the end" : $"sees the end, with {error.GetType().Name}: {error.Message}");
        (IsEnded, Error) = (true, error);
    }
}
