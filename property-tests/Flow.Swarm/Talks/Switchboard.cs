using System.Buffers.Binary;
using System.Threading.Channels;
using Flow.DataPath;
using Flow.Swarm.Draws;
using Flow.Swarm.Laws;
using Flow.Swarm.Networks;

namespace Flow.Swarm.Talks;

/// <summary>The apps of all hosts: those that open connections when it is time, and those that take them.</summary>
internal sealed class Switchboard(RunDraw draw, TimeProvider time, Action<BreachException> fail)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // After the faults; a header that has not come by then never will.
    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(60);

    private readonly List<Talk> _talks = [.. draw.Talks.Select(talk => new Talk(talk, time, fail))];
    private readonly CancellationTokenSource _stopping = new();

    public IReadOnlyList<Talk> Talks => _talks;

    /// <summary>Opens the connections of one host, in the order of their times.</summary>
    public async Task OpenAsync(SimulatedHost host, int index)
    {
        foreach (var talk in _talks.Where(talk => talk.Draw.Opener == index).OrderBy(talk => talk.Draw.OpensAt))
        {
            var left = talk.Draw.OpensAt - Now;
            if (left > TimeSpan.Zero) await Task.Delay(left, time);
            _ = talk.OpenAsync(await ConnectAsync(host));
        }
    }

    /// <summary>Takes connections as long as the host is on.</summary>
    public async Task ServeAsync(MemoryAppEnd apps)
    {
        try
        {
            while (true) _ = TakeAsync(await apps.TakeAsync());
        }
        catch (ChannelClosedException)
        {
            // The host is off.
        }
    }

    private TimeSpan Now => TimeSpan.FromTicks(time.GetTimestamp());

    // Once the host is on.
    private async Task<IAppSocket> ConnectAsync(SimulatedHost host)
    {
        while (true)
        {
            try
            {
                if (host.Apps is { } apps) return await apps.OpenAsync();
            }
            catch (ChannelClosedException)
            {
                // It has just gone off.
            }

            await Task.Delay(Look, time);
        }
    }

    private async Task TakeAsync(IAppSocket socket)
    {
        var header = new byte[TalkDraw.HeaderBytes];
        using var patience = new CancellationTokenSource(draw.Calm + HeaderPatience - Now, time);
        try
        {
            for (var read = 0; read < header.Length;)
            {
                var count = await socket.ReceiveAsync(header.AsMemory(read), patience.Token);
                BreachException.Require(count > 0, SwarmLaw.Delivery, $"A connection has ended after {read} bytes, in its header.");
                read += count;
            }
        }
        catch (BreachException breach)
        {
            fail(breach);
            return;
        }
        catch (Exception error) when (error is AppGoneException or OperationCanceledException)
        {
            // Whose it was the other side knows.
            socket.Abort();
            socket.Dispose();
            return;
        }

        var index = BinaryPrimitives.ReadInt32BigEndian(header);
        if (index >= 0 && index < _talks.Count) await _talks[index].TakeAsync(socket);
        else fail(new BreachException(SwarmLaw.Delivery, $"A connection begins with the header {index}, which none has been given."));
    }
}
