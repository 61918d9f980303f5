using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>Whoever uses one end of a channel: makes move after move, until it is done or the channel is done with it.</summary>
/// <param name="side">Its number among the sides of the case.</param>
/// <param name="name">What it is called in the story.</param>
/// <param name="trial">The try of the case.</param>
/// <param name="moves">What it does, over and over.</param>
/// <param name="hasBell">Whether it can wait at a doorbell, which is for a hop's end, and for one alone.</param>
internal abstract class Side(int side, string name, Trial trial, IReadOnlyList<Move> moves, bool hasBell)
{
    private readonly IReadOnlyList<Move> _moves = MoveScripts.ThatMove(moves);
    private readonly Pace _pace = trial.Pace(side);
    private readonly SpinGuard _spin = new();

    /// <summary>The wait it is in.</summary>
    public Wait? Waiting { get; protected set; }

    /// <summary>How a doorbell was rung otherwise than asked, if it was.</summary>
    public string? Rung { get; private set; }

    /// <summary>Where it tells what it does, where somebody listens.</summary>
    protected Story? Story { get; } = trial.Story;

    protected string Name => name;

    protected Doorbell Bell { get; } = new();

    protected abstract bool IsDone { get; }

    /// <summary>How many items it has moved.</summary>
    protected abstract int Moved { get; }

    public async Task RunAsync()
    {
        for (var turn = 0; !IsDone; turn++)
        {
            await _pace.BeforeMoveAsync();
            var move = _moves[turn % _moves.Count];
            try
            {
                await _spin.WatchAsync(() => Moved, () => MakeAsync(move));
            }
            catch (OperationCanceledException error) when (move.IsCancelled && IsOwn(error))
            {
                // Its own doing: nothing was moved.
                Story?.Tell(name, "is cancelled");
                BeCancelled();
            }
            catch (ChannelClosedException closed)
            {
                BeClosed(closed);
            }
            catch (Exception error) when (error is not SimulationException)
            {
                BeRefused(error);
            }
            finally
            {
                Waiting = null;
            }

            LookAround();
        }
    }

    protected abstract bool TryOne();

    protected abstract bool TryBatch(int most);

    protected abstract Task WaitAsync(CancellationToken cancellationToken);

    protected abstract Task OneAsync(CancellationToken cancellationToken);

    protected abstract Task AllAsync(int most);

    protected abstract Task PeekAsync();

    protected abstract Task BellAsync(int key);

    /// <summary>Nothing could be moved.</summary>
    protected abstract Task RestAsync();

    /// <summary>Whether a cancellation is its token's, and not what the channel has ended with.</summary>
    protected abstract bool IsOwn(OperationCanceledException error);

    protected abstract void BeCancelled();

    protected abstract void BeClosed(ChannelClosedException closed);

    protected abstract void BeRefused(Exception error);

    /// <summary>After each move, for what no move tells.</summary>
    protected virtual void LookAround()
    {
    }

    protected async Task RungAsync(int key)
    {
        Waiting = new Wait(CancellationToken.None);
        Story?.Tell(name, $"TryArm(bell, {key}) ...");
        await Bell.WaitAsync();
        Story?.Tell(name, "is rung");
        if (!Bell.TryTake(out var rung) || rung != key) Rung ??= $"a doorbell armed with {key} was rung with {rung}";
        else if (Bell.TryTake(out _)) Rung ??= "a doorbell armed once was rung twice";
    }

    private async Task MakeAsync(Move move)
    {
        switch (move.Kind)
        {
            case MoveKind.Try:
                if (!TryOne()) await RestAsync();
                break;
            case MoveKind.Batch:
                if (!TryBatch(move.Size)) await RestAsync();
                break;
            case MoveKind.Wait:
                await WaitAsync(CancellationToken.None);
                break;
            case MoveKind.WaitCancelled:
                await WaitAsync(Turns.CancelAfter(move.Size));
                break;
            case MoveKind.Async:
                await OneAsync(CancellationToken.None);
                break;
            case MoveKind.AsyncCancelled:
                await OneAsync(Turns.CancelAfter(move.Size));
                break;
            case MoveKind.Peek:
                await PeekAsync();
                break;
            case MoveKind.Bell when hasBell:
                await BellAsync(move.Size);
                break;
            case MoveKind.Bell:
                await WaitAsync(CancellationToken.None);
                break;
            case MoveKind.All:
                await AllAsync(move.Size);
                break;
            case MoveKind.Stall:
                Story?.Tell(name, "rests");
                await Turns.PassAsync(move.Size);
                break;
        }
    }
}
