using System.Net.Sockets;

namespace Flow.Cli.Tests.Demo;

/// <summary>Carries all bytes from one socket to another, and then the end of the stream.</summary>
internal delegate Task Carrier(Socket from, Socket to, bool fromA);

/// <summary>
/// Right and wrong ways to do so. The wrong ones do wrong to what app a sends, at offsets that leave out its eight bytes of
/// greeting.
/// </summary>
internal static class Carry
{
    private const int GreetingBytes = 8;

    public static async Task Faithfully(Socket from, Socket to, bool fromA)
    {
        var block = new byte[64 << 10];
        for (int count; (count = await from.ReceiveAsync(block)) > 0;) await to.SendAsync(block.AsMemory(0, count));
        to.Shutdown(SocketShutdown.Send);
    }

    public static Carrier ButFlip(int offset) => ButChange(bytes => bytes[offset + GreetingBytes] ^= 0x10);

    public static Carrier ButSwap(int offset, int otherOffset, int count) => ButChange(bytes =>
    {
        var one = bytes.AsSpan(offset + GreetingBytes, count);
        var other = bytes.AsSpan(otherOffset + GreetingBytes, count);
        var kept = one.ToArray();
        other.CopyTo(one);
        kept.CopyTo(other);
    });

    public static Carrier ButGreetAs(byte connection) => ButChange(bytes => bytes[0] = connection);

    public static Carrier ButOmit(int offset, int count) => (from, to, fromA) => fromA
        ? Whole(from, to, bytes => [.. bytes[..(offset + GreetingBytes)], .. bytes[(offset + count + GreetingBytes)..]])
        : Faithfully(from, to, fromA);

    public static Carrier ButAppend(int count) => (from, to, fromA) => fromA
        ? Whole(from, to, bytes => [.. bytes, .. new byte[count]])
        : Faithfully(from, to, fromA);

    public static Task ButBreak(Socket from, Socket to, bool fromA)
    {
        from.Dispose();
        to.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing and ends nothing.</summary>
    public static Task Never(Socket from, Socket to, bool fromA) => Task.CompletedTask;

    private static Carrier ButChange(Action<byte[]> change) => (from, to, fromA) => fromA
        ? Whole(from, to, bytes =>
        {
            change(bytes);
            return bytes;
        })
        : Faithfully(from, to, fromA);

    private static async Task Whole(Socket from, Socket to, Func<byte[], byte[]> change)
    {
        using var all = new MemoryStream();
        using var input = new NetworkStream(from);
        await input.CopyToAsync(all);
        await to.SendAsync(change(all.ToArray()));
        to.Shutdown(SocketShutdown.Send);
    }
}
