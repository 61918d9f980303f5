using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Draws;

/// <summary>Draws which stages fault, and what becomes of it.</summary>
internal sealed class FaultDraw(Random random, Ledger ledger, bool mayFault)
{
    private readonly List<Func<Task>> _letterReaders = [];
    private readonly List<Action> _letterEnds = [];
    private long _read;

    public Ledger Ledger => ledger;

    /// <summary>Whether a fault may end the run.</summary>
    public bool MayEndRun { get; private set; }

    /// <summary>Whether somebody may stop taking dead letters.</summary>
    public bool LosesLetters { get; private set; }

    /// <summary>Dead letters that came.</summary>
    public long LettersRead => Volatile.Read(ref _read);

    /// <summary>Those who read dead letters, until there will be no more.</summary>
    public IReadOnlyList<Func<Task>> LetterReaders => _letterReaders;

    /// <summary>The run has ended: nobody writes a dead letter any more.</summary>
    public void EndLetters() => _letterEnds.ForEach(end => end());

    /// <summary>What a stage does, and its policy, if it has one other than to stop.</summary>
    public (Work Work, FaultPolicy? Policy) Of(string stage)
    {
        var salt = random.Next();
        if (!mayFault || !random.OneIn(3)) return (new Work(ledger, stage, salt, faultEvery: 0, hasPolicy: false), null);
        switch (random.Next(4))
        {
            case 0:
                MayEndRun = true;
                return (new Work(ledger, stage, salt, faultEvery: 100 + random.Count(TokenSlab.Fed), hasPolicy: false), null);
            case 1:
                return (new Work(ledger, stage, salt, FaultEvery, hasPolicy: true), Restart());
            default:
                return (new Work(ledger, stage, salt, FaultEvery, hasPolicy: true), FaultPolicy.Skip(Letters()));
        }
    }

    /// <summary>How often a source faults, and the policy for it.</summary>
    public (int FaultEvery, FaultPolicy? Policy) OfSource()
    {
        if (!mayFault || !random.OneIn(4)) return (0, null);
        if (random.OneIn(2)) return (FaultEvery, Restart());
        MayEndRun = true;
        return (100 + random.Count(TokenSlab.Fed), null);
    }

    private int FaultEvery => 2 + random.Count(500);

    private FaultPolicy Restart()
    {
        var delay = TimeSpan.FromMilliseconds(random.OneIn(4) ? 1 : 0);
        var attempts = random.Of(1, 3, int.MaxValue);
        if (attempts != int.MaxValue) MayEndRun = true;
        return FaultPolicy.Restart(delay, delay, attempts);
    }

    private ChannelWriter<DeadLetter<Token>> Letters()
    {
        if (random.OneIn(4))
        {
            var channel = Channel.CreateBounded<DeadLetter<Token>>(random.Capacity());
            _letterReaders.Add(() => ReadAsync(channel.Reader));
            _letterEnds.Add(() => channel.Writer.TryComplete());
            return channel.Writer;
        }

        var hop = Hop<DeadLetter<Token>>.Create(new(random.Capacity()) { Name = "letters" });
        if (random.OneIn(6))
        {
            LosesLetters = MayEndRun = true;
            var most = random.Count(100);
            _letterReaders.Add(() => ReadSomeAsync(hop.Reader, most));
        }
        else
        {
            _letterReaders.Add(() => ReadAsync(hop.Reader));
        }

        return hop.Writer;
    }

    private async Task ReadAsync(ChannelReader<DeadLetter<Token>> letters)
    {
        await foreach (var letter in letters.ReadAllAsync()) Take(letter);
    }

    private async Task ReadSomeAsync(HopReader<DeadLetter<Token>> letters, int most)
    {
        while (most-- > 0 && await letters.WaitToReadAsync())
        {
            if (letters.TryRead(out var letter)) Take(letter);
        }

        letters.Abandon();
    }

    private void Take(DeadLetter<Token> letter)
    {
        if (letter.Error is not SoakFaultException) ledger.Break($"A dead letter of '{letter.Stage}' says: {letter.Error}");
        Interlocked.Increment(ref _read);
        letter.Item.Use(ledger, "the dead letters");
        letter.Item.End(Fate.DeadLetter);
    }
}
