using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>Reads a hop, move after move, until it ends or as many items are taken as were wanted.</summary>
internal sealed class Reading<T>(HopReader<T> reader, IReadOnlyList<Move> moves, int wanted = int.MaxValue)
{
    private readonly IReadOnlyList<Move> _moves = MoveScripts.ThatMove(moves);
    private readonly Doorbell _bell = new();
    private readonly SpinGuard _spin = new();
    private readonly List<T> _delivered = [];

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<T> Delivered => _delivered;

    /// <summary>Whether the hop said that it has ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>What the hop ended with.</summary>
    public Exception? Error { get; private set; }

    private int Missing => wanted - _delivered.Count;

    public async Task RunAsync()
    {
        for (var turn = 0; Missing > 0 && !IsEnded; turn++)
        {
            try
            {
                await _spin.WatchAsync(() => _delivered.Count, () => MakeAsync(_moves[turn % _moves.Count]));
            }
            catch (Exception error) when (ReferenceEquals(error, reader.CompletionError))
            {
                (IsEnded, Error) = (true, error);
            }
            catch (OperationCanceledException)
            {
                // Its own doing: nothing was taken.
            }
            catch (ChannelClosedException closed)
            {
                (IsEnded, Error) = (true, closed.InnerException);
            }
        }
    }

    private async Task MakeAsync(Move move)
    {
        switch (move.Kind)
        {
            case MoveKind.Try:
                if (!TryRead()) await LookForEndAsync();
                break;
            case MoveKind.Batch:
                var batch = new T[Math.Min(move.Size, Missing)];
                var taken = reader.TryRead(batch.AsSpan());
                _delivered.AddRange(batch.AsSpan(0, taken));
                if (taken == 0) await LookForEndAsync();
                break;
            case MoveKind.Wait:
                await WaitAsync(CancellationToken.None);
                break;
            case MoveKind.WaitCancelled:
                await WaitAsync(Turns.CancelAfter(move.Size));
                break;
            case MoveKind.Async:
                _delivered.Add(await reader.ReadAsync());
                break;
            case MoveKind.AsyncCancelled:
                _delivered.Add(await reader.ReadAsync(Turns.CancelAfter(move.Size)));
                break;
            case MoveKind.Peek:
                await PeekAsync();
                break;
            case MoveKind.Bell:
                if (!TryRead() && reader.TryArm(_bell, move.Size)) await RungAsync(move.Size);
                else await LookForEndAsync();
                break;
            case MoveKind.All:
                await ReadAllAsync(Math.Min(move.Size, Missing));
                break;
            case MoveKind.Stall:
                await Turns.PassAsync(move.Size);
                break;
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (await reader.WaitToReadAsync(cancellationToken)) TryRead();
        else IsEnded = true;
    }

    private async Task PeekAsync()
    {
        if (!reader.CanPeek || !reader.TryPeek(out var peeked))
        {
            if (!TryRead()) await LookForEndAsync();
            return;
        }

        LawBreach.Unless(TryRead(), "an item was seen, and then not there to take");
        LawBreach.Unless(EqualityComparer<T>.Default.Equals(peeked, _delivered[^1]), $"{peeked} was seen, and {_delivered[^1]} taken");
    }

    private async Task ReadAllAsync(int most)
    {
        await foreach (var item in reader.ReadAllAsync())
        {
            _delivered.Add(item);
            if (--most == 0) return;
        }

        IsEnded = true;
    }

    private async Task RungAsync(int key)
    {
        await _bell.WaitAsync();
        LawBreach.Unless(_bell.TryTake(out var rung) && rung == key, $"a doorbell armed with {key} was rung with {rung}");
        LawBreach.Unless(!_bell.TryTake(out _), "a doorbell armed once was rung twice");
    }

    private async Task LookForEndAsync()
    {
        // What has ended stays so, and has nothing to read.
        if (reader.IsEnded) (IsEnded, Error) = (true, reader.CompletionError);
        else await Task.Yield();
    }

    private bool TryRead()
    {
        if (!reader.TryRead(out var item)) return false;
        _delivered.Add(item);
        return true;
    }
}
