using System.Runtime.InteropServices;

namespace Flow.Soak.Tokens;

/// <summary>One caller that tokens arrive at: those of a lane in their order.</summary>
internal sealed class Arrivals(Ledger ledger)
{
    private readonly Dictionary<long, int> _last = [];
    private int _callers;

    public void Add(Token token)
    {
        using var inside = ledger.Enter();
        if (Interlocked.Increment(ref _callers) != 1) ledger.Break("A sink was called twice at once.");
        token.Use(ledger, "the sink");
        if (token.IsOrdered) CheckOrder(token);
        token.End(Fate.Delivered);
        Interlocked.Decrement(ref _callers);
    }

    private void CheckOrder(Token token)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, token.Lane, out _);
        if (token.Sequence < last) ledger.Break($"Token {token.Sequence} of lane {token.Lane} came after token {last}.");
        last = token.Sequence;
    }
}
