using System.Runtime.ExceptionServices;
using Flow.DataPath;
using Flow.Swarm.Draws;
using Flow.Swarm.Laws;

namespace Flow.Swarm.Talks;

/// <summary>What one app of a connection has done, and does: it sends one stream and receives the other.</summary>
internal sealed class TalkSide(string name, StreamDraw sends, byte[] sendBytes, StreamDraw receives, byte[] receiveBytes, TimeProvider time)
{
    private readonly CancellationTokenSource _stopping = new();
    private ExceptionDispatchInfo? _error;

    public bool HasBegun { get; private set; }

    public bool HasEnded { get; private set; }

    public int Sent { get; private set; }

    public int Received { get; private set; }

    /// <summary>Both to the end.</summary>
    public Task BothWaysAsync(IAppSocket socket) => RunAsync(socket, async () => await EachAsync(SendAsync(socket), ReceiveAsync(socket)));

    /// <summary>Says nothing before it has heard all.</summary>
    public Task AnswerAsync(IAppSocket socket) => RunAsync(socket, async () =>
    {
        await ReceiveAsync(socket);
        await SendAsync(socket);
    });

    /// <summary>Resets the connection after it has sent some bytes.</summary>
    public Task ResetAsync(IAppSocket socket, int after, Action aboutTo) => RunAsync(socket, async () =>
    {
        await SendAsync(socket, after);
        aboutTo();
        socket.Abort();
    });

    /// <summary>What a patient app would wait for for ever is given up.</summary>
    public void GiveUp() => _stopping.Cancel();

    /// <summary>The side has been begun by bytes read before.</summary>
    public void HasHeard(int bytes) => Received += bytes;

    public override string ToString() =>
        $"{name} has {(HasEnded ? "ended" : HasBegun ? "begun" : "not begun")}, sent {Sent} of {sends.Bytes} bytes and received {Received} of {receives.Bytes}";

    private async Task RunAsync(IAppSocket socket, Func<Task> talkAsync)
    {
        HasBegun = true;
        using (socket)
        {
            try
            {
                await talkAsync();
            }
            catch (OperationCanceledException)
            {
                socket.Abort();
                throw;
            }
            finally
            {
                HasEnded = true;
            }
        }
    }

    // When one fails the other has nothing to wait for; the first error is the one that matters.
    private async Task EachAsync(Task first, Task second)
    {
        var (firstEnd, secondEnd) = (EndAsync(first), EndAsync(second));
        await firstEnd;
        await secondEnd;
        _error?.Throw();
    }

    private async Task EndAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception error)
        {
            _error ??= ExceptionDispatchInfo.Capture(error);
            _stopping.Cancel();
        }
    }

    private async Task SendAsync(IAppSocket socket)
    {
        await SendAsync(socket, sends.Bytes);
        socket.CompleteSend();
    }

    private async Task SendAsync(IAppSocket socket, int bytes)
    {
        for (var rested = false; Sent < bytes;)
        {
            if (!rested && Sent >= sends.Rest.After)
            {
                rested = true;
                await RestAsync(sends.Rest.For);
            }

            var count = Math.Min(sends.Write, bytes - Sent);
            await socket.SendAsync(sendBytes.AsMemory(Sent, count), _stopping.Token);
            Sent += count;
        }
    }

    private async Task ReceiveAsync(IAppSocket socket)
    {
        var buffer = new byte[receives.Read];
        for (var stalled = false; ;)
        {
            if (!stalled && Received >= receives.Stall.After)
            {
                stalled = true;
                await RestAsync(receives.Stall.For);
            }

            var count = await socket.ReceiveAsync(buffer, _stopping.Token);
            if (count == 0) break;
            var expected = receiveBytes.AsSpan(Received, Math.Min(count, receiveBytes.Length - Received));
            var right = expected.CommonPrefixLength(buffer.AsSpan(0, count));
            BreachException.Require(
                right == count, SwarmLaw.Delivery, $"{name} has received {Received + count} bytes of which the one at {Received + right} is not what was sent.");
            Received += count;
        }

        BreachException.Require(
            Received == receives.Bytes, SwarmLaw.Delivery, $"{name} has received the end of the stream after {Received} of {receives.Bytes} bytes.");
    }

    private async Task RestAsync(TimeSpan duration)
    {
        if (duration > TimeSpan.Zero) await Task.Delay(duration, time, _stopping.Token);
    }
}
