using System.Collections.Concurrent;

namespace Flow.Soak.Tokens;

/// <summary>What was made in a run, what became of it, and what was found to be wrong.</summary>
internal sealed class Ledger(TokenSlab slab)
{
    private const int ManyBreaches = 10;
    private const int MostBred = 4_000;

    private readonly long[] _fates = new long[Enum.GetValues<Fate>().Length];
    private readonly ConcurrentQueue<string> _breaches = [];
    private int _made;
    private int _bred;
    private int _inside;
    private long _cancelledWaits;
    private long _faults;
    private long _duplicated;

    public long Made => Volatile.Read(ref _made);

    public long Faults => Volatile.Read(ref _faults);

    public long CancelledWaits => Volatile.Read(ref _cancelledWaits);

    public long Duplicated => Volatile.Read(ref _duplicated);

    /// <summary>Tokens that came to no end; known when the ledger is closed.</summary>
    public long Lost { get; private set; }

    public IReadOnlyList<string> Breaches => [.. _breaches];

    public long this[Fate fate] => Volatile.Read(ref _fates[(int)fate]);

    public Token Make(long lane, int sequence)
    {
        var token = slab.At(Interlocked.Increment(ref _made) - 1);
        token.Begin(this, lane, sequence);
        return token;
    }

    /// <summary>One more token beside another, unless there have been too many of them.</summary>
    public Token? TryBreed(Token other)
    {
        return Interlocked.Increment(ref _bred) > MostBred ? null : Breed(other);
    }

    /// <summary>One more token, with the place of another.</summary>
    public Token Breed(Token other)
    {
        var token = Make(other.Lane, other.Sequence);
        token.IsOrdered = other.IsOrdered;
        return token;
    }

    public void Count(Fate fate) => Interlocked.Increment(ref _fates[(int)fate]);

    public void CountCancelledWait() => Interlocked.Increment(ref _cancelledWaits);

    public void CountFault() => Interlocked.Increment(ref _faults);

    public void BreakTwice(string what)
    {
        Interlocked.Increment(ref _duplicated);
        Break(what);
    }

    public void Break(string what)
    {
        if (_breaches.Count < ManyBreaches) _breaches.Enqueue(what);
    }

    /// <summary>Code of the run's is running, until the answer is disposed.</summary>
    public Visit Enter()
    {
        Interlocked.Increment(ref _inside);
        return new Visit(this);
    }

    /// <summary>The run has ended: every token has, and nobody is at work.</summary>
    public void Close()
    {
        if (Volatile.Read(ref _inside) is var inside and not 0) Break($"{inside} calls outlived the run.");
        for (var i = 0; i < Made; i++)
        {
            var token = slab.At(i);
            if (token.TryFree()) continue;
            Lost++;
            Break($"Token {token.Sequence} of lane {token.Lane} was lost, and last seen in '{token.LastSeen}'.");
        }

        foreach (var misuse in slab.Misuses) Break(misuse);
    }

    public readonly struct Visit(Ledger ledger) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref ledger._inside);
    }
}
