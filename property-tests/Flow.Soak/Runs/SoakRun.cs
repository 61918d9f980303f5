using Flow.Soak.Memory;
using Flow.Soak.Runs.Draws;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs;

/// <summary>A run that is drawn from a seed, and what is done to it while it is alive.</summary>
internal sealed class SoakRun
{
    private readonly int _seed;
    private readonly Ledger _ledger;
    private readonly RunDraw _draw;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly CountingScheduler _counting = new();
    private readonly DedicatedThreadScheduler? _thread;
    private readonly PipelineRun _run;
    private long _swaps;
    private long _swapsGivenUp;
    private bool _isStopped;

    private SoakRun(int seed, TokenSlab slab)
    {
        _seed = seed;
        _ledger = new Ledger(slab);
        _draw = new RunDraw(seed, _ledger);
        _run = _draw.Whole.Run(new RunOptions
        {
            Name = $"seed {seed}",
            CancellationToken = _stop.Token,
            Scheduler = _draw.Scheduler switch
            {
                0 => TaskScheduler.Default,
                1 => new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
                2 => new CooperativeScheduler(),
                3 => _thread = new DedicatedThreadScheduler($"seed {seed}"),
                _ => _counting,
            },
        });
    }

    public static async Task<RunFigures> HoldAsync(int seed, TokenSlab slab, LiveRuns live)
    {
        var run = new SoakRun(seed, slab);
        live.Add(run._run);
        return await run.HoldAsync();
    }

    private async Task<RunFigures> HoldAsync()
    {
        Task[] others =
        [
            .. _draw.Sources.Writers.Select(writer => writer(_ended.Token)),
            .. _draw.Sink.Readers.Select(Task.Run),
            .. _draw.Faults.LetterReaders.Select(Task.Run),
            .. Enumerable.Range(0, _draw.Swappers).Select(swapper => Task.Run(() => SwapAsync(new Random(_draw.Moves + swapper)))),
            Task.Run(() => EndAsync(new Random(_draw.Moves - 1))),
        ];
        if (!await Watch.EndsAsync(_run.Completion, Moves)) return Hung("The run has not ended.");
        _draw.Faults.EndLetters();
        await _ended.CancelAsync();
        var all = Task.WhenAll(others);
        if (!await Watch.EndsAsync(all, Moves)) return Hung("The run has ended, and those who wrote, read or swapped still wait.");
        if (all.Exception is { } error) _ledger.Break($"Beside the run something went wrong: {error.Flatten().InnerExceptions[0]}");
        if (!await Watch.EndsAsync(AllTasksAsync(), Moves)) return Hung($"{_counting.Tasks} tasks outlive the run.");
        if (_thread is not null) await _thread.DisposeAsync();
        _draw.Sources.TakeLeft();
        var snapshot = _run.Snapshot();
        _ledger.Close();
        RunChecks.Check(_draw, _ledger, _run, snapshot, _isStopped);
        return Figures(isHung: false);
    }

    private async Task AllTasksAsync()
    {
        while (_counting.Tasks > 0) await Task.Yield();
    }

    private async Task SwapAsync(Random random)
    {
        for (var left = _draw.Swaps.Count > 0 ? _draw.SwapsWanted : 0; left > 0 && !_run.Completion.IsCompleted; left--)
        {
            await PauseAsync(random);
            using var patience = Patience.With(random, CancellationToken.None);
            try
            {
                await _draw.Swaps[random.Next(_draw.Swaps.Count)](_run, random, patience.Token);
                Interlocked.Increment(ref _swaps);
            }
            catch (OperationCanceledException) when (patience.Token.IsCancellationRequested)
            {
                Interlocked.Increment(ref _swapsGivenUp);
            }
            catch (Exception refusal) when (refusal is InvalidOperationException or StageFaultException)
            {
                // The stage has ended, or somebody else is swapping it.
            }
        }
    }

    private async Task EndAsync(Random random)
    {
        if (_draw.Ending == Ending.Exhausted) return;
        for (var pauses = random.Next(20); pauses > 0; pauses--) await PauseAsync(random);
        _isStopped = _draw.Ending != Ending.Drained;
        try
        {
            switch (_draw.Ending)
            {
                case Ending.Drained:
                    await _run.DrainAsync();
                    break;
                case Ending.Stopped:
                    await _run.StopAsync();
                    break;
                case Ending.Cancelled:
                    await _stop.CancelAsync();
                    break;
                default:
                    await _run.DisposeAsync();
                    break;
            }
        }
        catch (StageFaultException)
        {
            // Completion is where it is looked at.
        }
    }

    private static async Task PauseAsync(Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                Thread.SpinWait(random.Next(2000));
                break;
            case 1:
                for (var turns = random.Next(50); turns > 0; turns--) await Task.Yield();
                break;
            default:
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5)), TimeProvider.System);
                break;
        }
    }

    private long Moves() => _counting.Tasks + _run.Snapshot().Hops.Sum(hop => hop.Reading.Items + hop.Reading.Delivered + hop.Reading.Released);

    private RunFigures Hung(string what)
    {
        _ledger.Break(what);
        return Figures(isHung: true);
    }

    private RunFigures Figures(bool isHung)
    {
        var cancellations = _ledger.CancelledWaits + Interlocked.Read(ref _swapsGivenUp) + (_isStopped ? 1 : 0);
        var breaches = _ledger.Breaches;
        return new RunFigures(
            _seed,
            _ledger.Made,
            Interlocked.Read(ref _swaps),
            _ledger.Faults,
            cancellations,
            _ledger[Fate.Dropped],
            _ledger[Fate.DeadLetter],
            isHung,
            _ledger.Lost,
            _ledger.Duplicated,
            breaches,
            breaches.Count == 0 ? null : $"{_draw.Ending}\n{_draw.Whole}\n{_run.Snapshot()}");
    }
}
