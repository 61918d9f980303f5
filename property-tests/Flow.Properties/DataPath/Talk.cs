using Flow.DataPath;

namespace Flow.Properties.DataPath;

/// <summary>What one app does with its end of a connection.</summary>
internal static class Talk
{
    /// <summary>Sends and receives at once, each to the end of its stream, and closes the socket.</summary>
    /// <returns>What was received.</returns>
    public static async Task<byte[]> BothWaysAsync(
        IAppSocket socket, ReadOnlyMemory<byte> bytes, PathTraffic sends, PathTraffic receives, TimeProvider time)
    {
        using var closes = socket;
        var sending = SendAsync(socket, bytes, sends, time);
        var receiving = ReceiveAsync(socket, receives, time);
        await Task.WhenAll(sending, receiving);
        return await receiving;
    }

    /// <summary>Says nothing before it has heard the end of the other's stream: a connection half closed.</summary>
    /// <returns>What was received.</returns>
    public static async Task<byte[]> AnswerAsync(
        IAppSocket socket, ReadOnlyMemory<byte> bytes, PathTraffic sends, PathTraffic receives, TimeProvider time)
    {
        using var closes = socket;
        var received = await ReceiveAsync(socket, receives, time);
        await SendAsync(socket, bytes, sends, time);
        return received;
    }

    /// <summary>Sends, and never receives; the socket stays open.</summary>
    public static async Task<byte[]> WriteOnlyAsync(
        IAppSocket socket, ReadOnlyMemory<byte> bytes, PathTraffic sends, PathTraffic receives, TimeProvider time)
    {
        await SendAsync(socket, bytes, sends, time);
        return [];
    }

    /// <summary>Sends without end; that the other has gone is what ends it.</summary>
    public static async Task<byte[]> WriteUntilToldAsync(
        IAppSocket socket, ReadOnlyMemory<byte> bytes, PathTraffic sends, PathTraffic receives, TimeProvider time)
    {
        using var closes = socket;
        var portion = new byte[sends.Writes.Max()];
        while (true) await socket.SendAsync(portion, CancellationToken.None);
    }

    /// <summary>Reads one byte, and closes the socket on the rest.</summary>
    public static async Task<byte[]> HangUpAsync(
        IAppSocket socket, ReadOnlyMemory<byte> bytes, PathTraffic sends, PathTraffic receives, TimeProvider time)
    {
        using var closes = socket;
        var one = new byte[1];
        await socket.ReceiveAsync(one, CancellationToken.None);
        return one;
    }

    /// <summary>Sends all of <paramref name="bytes"/> in the portions of <paramref name="traffic"/>, and the end of the stream.</summary>
    public static async Task SendAsync(IAppSocket socket, ReadOnlyMemory<byte> bytes, PathTraffic traffic, TimeProvider time)
    {
        for (var (write, sent) = (0, 0); sent < bytes.Length; write++)
        {
            if (write == traffic.Writes.Count) await Task.Delay(traffic.WriterRests, time);
            var portion = Math.Min(traffic.Writes[write % traffic.Writes.Count], bytes.Length - sent);
            await socket.SendAsync(bytes.Slice(sent, portion), CancellationToken.None);
            sent += portion;
        }

        socket.CompleteSend();
    }

    /// <summary>Receives to the end of the stream in the portions of <paramref name="traffic"/>.</summary>
    public static async Task<byte[]> ReceiveAsync(IAppSocket socket, PathTraffic traffic, TimeProvider time)
    {
        await Task.Delay(traffic.ReaderRests, time);
        using var received = new MemoryStream();
        var buffer = new byte[traffic.Reads.Max()];
        for (var read = 0; ; read++)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(0, traffic.Reads[read % traffic.Reads.Count]), CancellationToken.None);
            if (count == 0) return received.ToArray();
            received.Write(buffer, 0, count);
        }
    }
}
