using System.Runtime.CompilerServices;

namespace Flow.Testing;

/// <summary>Waits that are cancelled, one after the other, at each end of a hop, and what is left of them.</summary>
internal sealed class CancelledWaits(HopSubject subject, HopCase example) : Conversation
{
    private const int Waits = 24;

    /// <summary>How many tokens of cancelled waits are still held, at the end of which that is most.</summary>
    public int Left { get; private set; }

    public override async Task HoldAsync()
    {
        var hop = subject.Create(example.Options(HopFullMode.Wait));
        Left = await CountLeftAsync(cancellationToken => hop.Reader.WaitToReadAsync(cancellationToken));
        while (hop.Writer.TryWrite(0))
        {
            // Until it is full.
        }

        Left = Math.Max(Left, await CountLeftAsync(cancellationToken => hop.Writer.WaitToWriteAsync(cancellationToken)));
    }

    private static async Task<int> CountLeftAsync(Func<CancellationToken, ValueTask<bool>> wait)
    {
        var tokens = new List<WeakReference>();
        for (var i = 0; i < Waits; i++) tokens.Add(await CancelAsync(wait));
        GC.Collect();
        return tokens.Count(static token => token.IsAlive);
    }

    // Not inlined, so that nothing of it is still on the stack when what is left is counted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CancelAsync(Func<CancellationToken, ValueTask<bool>> wait)
    {
        var source = new CancellationTokenSource();
        var waiting = wait(source.Token);
        source.Cancel();
        try
        {
            await waiting;
        }
        catch (OperationCanceledException)
        {
            // It was asked for.
        }

        return new WeakReference(source);
    }
}
