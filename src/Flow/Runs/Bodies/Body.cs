using System.Threading.Channels;

namespace Flow;

/// <summary>One running stage: its work, the links it reads and writes, and the token it is stopped by.</summary>
internal sealed class Body
{
    private readonly Work _work;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private int _outputsWanted;
    private volatile StageState _state;
    private Swap? _swap;
    private volatile bool _isFenced;
    private bool _hasEnded;

    public Body(string path, TaskScheduler scheduler, Link[] inputs, Link[] outputs, Work work)
    {
        Path = path;
        Scheduler = scheduler;
        Inputs = inputs;
        Outputs = outputs;
        _work = work;
        foreach (var input in inputs) input.ReadBy = this;
        foreach (var output in outputs)
        {
            output.WrittenBy = this;
            // Nobody goes away from nothing.
            if (output is not Link<Nothing>) _outputsWanted++;
        }
    }

    public string Path { get; }

    public TaskScheduler Scheduler { get; }

    public Link[] Inputs { get; }

    public Link[] Outputs { get; }

    /// <summary>What its work is stopped by.</summary>
    public CancellationToken Token => _stop.Token;

    public bool IsStopped => _stop.IsCancellationRequested;

    public StageState State
    {
        get => _state;
        set => _state = value;
    }

    public StageSnapshot Snapshot
    {
        get
        {
            var state = State;
            return new StageSnapshot(
                Path,
                state == StageState.Running && _isFenced ? StageState.Swapping : state,
                IgnoresCancellation: state == StageState.Running && IsStopped,
                _work.Restarts,
                _work.Skipped);
        }
    }

    public ValueTask RunAsync() => _work.RunAsync(Token);

    public ValueTask<bool> TryHandleAsync(Exception error) => _work.TryHandleAsync(error, Token);

    public void ReleaseInHand(ReleaseReason reason) => _work.ReleaseInHand(reason);

    public void Leave(Exception? error) => _work.Leave(error);

    public void BeginFaults(Task run) => _work.BeginFaults(run);

    public void RefuseFaults(Task run) => _work.RefuseFaults(run);

    public void EndFaults() => _work.EndFaults();

    public ValueTask EndAsync() => _work.EndAsync(Token);

    public void Stop() => _stop.Cancel();

    /// <summary>Nobody reads one of the outputs any more. Once that is so for all, the body, whatever it waits for, waits in vain.</summary>
    public void OutputGone()
    {
        if (Interlocked.Decrement(ref _outputsWanted) == 0 && State == StageState.Running) Stop();
    }

    /// <summary>The inputs that the body reads to their end before it looks at <paramref name="input"/>.</summary>
    public IEnumerable<Link> InputsBefore(Link input) => _work.ReadsInTurn ? Inputs.TakeWhile(earlier => earlier != input) : [];

    /// <summary>
    /// Puts up a fence: the input ends for the stage there is, and once it has returned the other one starts where it left off.
    /// </summary>
    /// <exception cref="ArgumentException">The other does not fit.</exception>
    /// <exception cref="InvalidOperationException">The stage cannot be fenced, or not now.</exception>
    public async Task SwapAsync(StageReplacement replacement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Swap swap;
        ILease? lease;
        using (Hold())
        {
            if (_hasEnded || IsStopped) throw new InvalidOperationException($"The stage '{Path}' has ended.");
            if (_swap is not null) throw new InvalidOperationException($"A swap of the stage '{Path}' is pending already.");
            _swap = swap = new Swap(_work.Prepare(replacement));
            _isFenced = true;
            lease = Inputs[0].Lease;
        }

        // Outside the lock, since it calls whoever waits for it. When the stage has left meanwhile, its lease is nobody's any more.
        lease?.Fence();
        using var cancellation = cancellationToken.UnsafeRegister((_, token) => Cancel(swap, token), null);
        await swap.End;
    }

    /// <summary>
    /// The work is over: whether it is to be done again, on new leases, because a fence was why, or <paramref name="anyhow"/>.
    /// </summary>
    public bool TryGoOn(bool anyhow)
    {
        Swap? swap;
        using (Hold())
        {
            _hasEnded = IsStopped || !(_isFenced || anyhow);
            if (_hasEnded) return false;
            swap = _swap;
            _swap = null;
            swap?.PutInPlace();
            foreach (var output in Outputs) output.RenewWriting();
            foreach (var input in Inputs) input.RenewReading();
            _isFenced = false;
        }

        swap?.Succeed();
        return true;
    }

    /// <summary>The body has ended; who waits for a stage to be swapped in does so in vain.</summary>
    public void FailSwap(Exception? fault)
    {
        Swap? swap;
        using (Hold())
        {
            _hasEnded = true;
            swap = _swap;
            _swap = null;
        }

        swap?.Fail(fault ?? new InvalidOperationException($"The stage '{Path}' ended before it was swapped."));
    }

    /// <summary>The error the body itself gave when it ended one of its leases.</summary>
    public Exception? DeclaredError
    {
        get
        {
            foreach (var output in Outputs)
            {
                if (output.WriterError is { } error) return error;
            }

            foreach (var input in Inputs)
            {
                if (input.ReaderError is { } error) return error;
            }

            return null;
        }
    }

    /// <summary>The error for which a reader of the output went away.</summary>
    public Exception? Abandonment
    {
        get
        {
            foreach (var output in Outputs)
            {
                if (output.Abandonment is { } error) return error;
            }

            return null;
        }
    }

    /// <summary>Whether <paramref name="error"/> is how a body ends that was told to, or that nobody listens to.</summary>
    public bool IsOrdinaryEnd(Exception error) => error switch
    {
        OperationCanceledException when IsStopped => true,
        ChannelClosedException when Outputs.Any(output => output.IsGone) => true,
        _ => IsSourceToldToEnd,
    };

    // A source is cancelled in the middle of what others do for it, and they have exceptions of their own for that.
    private bool IsSourceToldToEnd =>
        Inputs is [Link<Nothing> { Reader: SourceInput { HasFailed: false } source }]
        && (IsStopped || source.Ended.IsCancellationRequested || Outputs.All(output => output.IsGone));

    private Lock.Scope Hold() => (Scheduler as ISimulation).Hold(_gate);

    // The fence stays: the stage there is returns, and starts again.
    private void Cancel(Swap swap, CancellationToken cancellationToken)
    {
        using (Hold())
        {
            if (_swap != swap) return;
            _swap = null;
        }

        swap.Cancel(cancellationToken);
    }
}
