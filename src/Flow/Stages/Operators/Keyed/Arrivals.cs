using System.Threading.Channels;

namespace Flow;

/// <summary>Has a doorbell rung for the items of a reader, a hop's or any other's.</summary>
internal sealed class Arrivals<T>(ChannelReader<T> input, Doorbell bell, int key) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _pending = Task.CompletedTask;
    private volatile bool _isPending;

    /// <summary>Whether nothing more will come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What the reader ended with, if it ended with an error.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Asks that the bell be rung when there is an item, or the end; false when there is one, or it has ended, now.</summary>
    public bool TryArm()
    {
        if (_isPending || (input is HopReader<T> { CanRing: true } hop && hop.TryArm(bell, key))) return true;
        var wait = input.WaitToReadAsync(_stop.Token);
        if (!wait.IsCompleted)
        {
            _isPending = true;
            _pending = RingAfterAsync(wait);
            return true;
        }

        try
        {
            HasEnded = !wait.GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            (HasEnded, Error) = (true, error);
        }

        return false;
    }

    /// <summary>Leaves no wait behind.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _pending;
    }

    private async Task RingAfterAsync(ValueTask<bool> wait)
    {
        try
        {
            await wait;
        }
        catch (Exception)
        {
            // Whoever is rung asks again, and gets the same answer.
        }

        // Before the ring: whoever is rung asks again, and this task may take its time to end.
        _isPending = false;
        bell.Ring(key);
    }
}
