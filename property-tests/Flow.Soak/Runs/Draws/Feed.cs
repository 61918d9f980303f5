using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Flow.Soak.Tokens;

namespace Flow.Soak.Runs.Draws;

/// <summary>The tokens of one source, which goes on where it was when it is started again.</summary>
/// <param name="ledger">The run's.</param>
/// <param name="lane">The lane its tokens begin in.</param>
/// <param name="count">How many there are.</param>
/// <param name="faultEvery">It throws instead of one of so many; never if it is 0.</param>
internal sealed class Feed(Ledger ledger, int lane, int count, int faultEvery)
{
    private int _next;

    public Token? TryNext()
    {
        if (_next == count) return null;
        var sequence = _next++;
        if (!IsFault(sequence)) return ledger.Make(lane, sequence);
        ledger.CountFault();
        throw new SoakFaultException($"source {lane}");
    }

    public IEnumerable<Token> Items()
    {
        while (TryNext() is { } token) yield return token;
    }

    public int Fill(Span<Token> free)
    {
        var filled = 0;
        // What came before a fault is given first.
        while (filled < free.Length && (filled == 0 || !IsFault(_next)) && TryNext() is { } token) free[filled++] = token;
        return filled;
    }

    public async IAsyncEnumerable<Token> ItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested && TryNext() is { } token)
        {
            if (Mix.Of(token.Sequence, lane + 13) % 8 == 0) await Task.Yield();
            yield return token;
        }
    }

    public async ValueTask WriteAsync(ChannelWriter<Token> output, CancellationToken cancellationToken)
    {
        using var inside = ledger.Enter();
        while (!cancellationToken.IsCancellationRequested && TryNext() is { } token)
        {
            if (!await output.TryPassAsync(token, cancellationToken, Fate.NotTaken)) return;
        }
    }

    private bool IsFault(int sequence) => faultEvery != 0 && Mix.Of(sequence, lane + 11) % faultEvery == 0;
}
