using System.Buffers.Binary;
using Flow.DataPath;
using Flow.Swarm.Draws;
using Flow.Swarm.Laws;

namespace Flow.Swarm.Talks;

/// <summary>One connection: what its two apps do, and what each of them must see.</summary>
internal sealed class Talk
{
    // A peer that has gone tells nobody; an app that hears nothing gives up some time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time;
    private readonly Action<BreachException> _fail;
    private readonly TalkSide _opener;
    private readonly TalkSide _taker;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _patience = new();
    private bool _isGivenUp;

    public Talk(TalkDraw draw, TimeProvider time, Action<BreachException> fail)
    {
        (Draw, _time, _fail) = (draw, time, fail);
        var (there, back) = (new Dice(draw.There.Seed).Bytes(draw.There.Bytes), new Dice(draw.Back.Seed).Bytes(draw.Back.Bytes));
        BinaryPrimitives.WriteInt32BigEndian(there, draw.Index);
        _opener = new TalkSide($"The app on host {draw.Opener} of connection {draw.Index}", draw.There, there, draw.Back, back, time);
        _taker = new TalkSide($"The app on host {draw.Taker} of connection {draw.Index}", draw.Back, back, draw.There, there, time);
    }

    public TalkDraw Draw { get; }

    /// <summary>Whether a fault has ended it, so that its apps may be told of a failure.</summary>
    public bool IsDoomed { get; private set; }

    /// <summary>Completes when both apps have done with it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether it concerns a host.</summary>
    public bool Touches(int host) => Draw.Opener == host || Draw.Taker == host;

    /// <summary>What the app does that opened it.</summary>
    public Task OpenAsync(IAppSocket socket) => HoldAsync(_opener, Draw.Kind == TalkKind.ResetByOpener
        ? _opener.ResetAsync(socket, Draw.ResetAfter, Doom)
        : _opener.BothWaysAsync(socket));

    /// <summary>What the app does that accepted it, and has read its header.</summary>
    public Task TakeAsync(IAppSocket socket)
    {
        _taker.HasHeard(TalkDraw.HeaderBytes);
        return HoldAsync(_taker, Draw.Kind switch
        {
            TalkKind.ResetByTaker => _taker.ResetAsync(socket, Draw.ResetAfter, Doom),
            TalkKind.Answer => _taker.AnswerAsync(socket),
            _ => _taker.BothWaysAsync(socket),
        });
    }

    /// <summary>A fault ends it, if it has begun and is not over.</summary>
    public void DoomIfBegun()
    {
        if (_opener.HasBegun && !Ended.IsCompleted) Doom();
    }

    public override string ToString() => $"{_opener}; {_taker}{(IsDoomed ? "; it may fail" : "")}.";

    private async Task HoldAsync(TalkSide side, Task talk)
    {
        if (_isGivenUp) side.GiveUp();
        try
        {
            await talk;
        }
        catch (BreachException breach)
        {
            _fail(breach);
        }
        catch (Exception error) when (error is AppGoneException or OperationCanceledException)
        {
            if (!IsDoomed) _fail(new BreachException(SwarmLaw.Delivery, $"A connection has failed that no fault has touched: {this} {error.Message}", error));
        }

        EndIfOver();
    }

    private void Doom()
    {
        if (IsDoomed) return;
        IsDoomed = true;
        _ = GiveUpAsync();
    }

    private async Task GiveUpAsync()
    {
        try
        {
            await Task.Delay(Patience, _time, _patience.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _isGivenUp = true;
        _opener.GiveUp();
        _taker.GiveUp();
        EndIfOver();
    }

    private void EndIfOver()
    {
        if (!_opener.HasEnded || !(_taker.HasEnded || (_isGivenUp && !_taker.HasBegun))) return;
        _patience.Cancel();
        _ended.TrySetResult();
    }
}
