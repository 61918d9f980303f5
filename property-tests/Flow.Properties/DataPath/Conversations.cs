using System.Threading.Channels;
using Flow.DataPath;

namespace Flow.Properties.DataPath;

/// <summary>What an app does on its end of a connection, with the bytes it is to send.</summary>
internal delegate Task<byte[]> AppBehaviour(
    IAppSocket socket, ReadOnlyMemory<byte> bytes, PathTraffic sends, PathTraffic receives, TimeProvider time);

/// <summary>All connections of a case at once: the apps on a open them, the apps on b take them.</summary>
internal sealed class Conversations
{
    private readonly SimulatedWorld _world;
    private readonly PathCase _case;
    private readonly List<byte[]> _sentByA;
    private readonly List<byte[]> _sentByB;

    public Conversations(SimulatedWorld world, PathCase example)
    {
        _world = world;
        _case = example;
        _sentByA = [.. Enumerable.Range(0, example.Connections).Select(connection => Content(example, example.There.Bytes, 2 * connection))];
        _sentByB = [.. Enumerable.Range(0, example.Connections).Select(connection => Content(example, example.Back.Bytes, (2 * connection) + 1))];
    }

    /// <summary>Holds all of them to their end; every byte has arrived then, in order, where it was sent to.</summary>
    public async Task HoldAsync(AppBehaviour onA, AppBehaviour onB)
    {
        var openers = OpenAsync(onA);
        var takers = TakeAsync(onB);
        CheckStreams(_sentByA, await Together(await takers), "b");
        CheckStreams(_sentByB, await Together(await openers), "a");
    }

    /// <summary>Holds them as far as they get, while somebody interferes: no app waits for ever, and none is told anything false.</summary>
    public async Task HoldInVainAsync(AppBehaviour onA, AppBehaviour onB, Func<Task> interfereAsync)
    {
        var openers = OpenAsync(onA);
        var takers = TakeAsync(onB);
        await interfereAsync();
        await _world.A.DisposeAsync();
        await _world.B.DisposeAsync();
        await EndAsync(openers);
        await EndAsync(takers);
    }

    private async Task<List<Task<byte[]>>> OpenAsync(AppBehaviour behaveAsync)
    {
        var talks = new List<Task<byte[]>>();
        foreach (var bytes in _sentByA)
        {
            if (await OrNoneAsync(_world.AppsOfA.OpenAsync()) is not { } socket) break;
            talks.Add(behaveAsync(socket, bytes, _case.There, _case.Back, _world.Time));
        }

        return talks;
    }

    private async Task<List<Task<byte[]>>> TakeAsync(AppBehaviour behaveAsync)
    {
        var talks = new List<Task<byte[]>>();
        foreach (var bytes in _sentByB)
        {
            if (await OrNoneAsync(_world.AppsOfB.TakeAsync()) is not { } socket) break;
            talks.Add(behaveAsync(socket, bytes, _case.Back, _case.There, _world.Time));
        }

        return talks;
    }

    // One after the other: a task of many ends on the thread pool where one of them insists on it.
    private static async Task<List<byte[]>> Together(List<Task<byte[]>> talks)
    {
        var received = new List<byte[]>();
        foreach (var talk in talks) received.Add(await talk);
        return received;
    }

    // The talks that have begun go on to their end even where the host takes its apps' end with it before the last one could.
    private static async Task<IAppSocket?> OrNoneAsync(ValueTask<IAppSocket> connecting)
    {
        try
        {
            return await connecting;
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    private static async Task EndAsync(Task<List<Task<byte[]>>> starting)
    {
        foreach (var talk in await starting) await EndAsync(talk);
    }

    private static async Task EndAsync(Task<byte[]> talk)
    {
        try
        {
            await talk;
        }
        catch (AppGoneException)
        {
            // The connection failed, and the app was told.
        }
    }

    // In which order the connections arrive is up to the network.
    private static void CheckStreams(List<byte[]> sent, List<byte[]> received, string host)
    {
        SimulatedWorld.Require(received.Count == sent.Count, $"{received.Count} of {sent.Count} connections came about on {host}");
        var missing = sent.ToList();
        foreach (var stream in received)
        {
            var found = missing.FindIndex(candidate => candidate.AsSpan().SequenceEqual(stream));
            var right = missing.Max(candidate => candidate.AsSpan().CommonPrefixLength(stream));
            SimulatedWorld.Require(found >= 0, $"an app on {host} received {stream.Length} bytes of which only the first {right} were sent so, of {sent[0].Length}");
            missing.RemoveAt(found);
        }
    }

    private static byte[] Content(PathCase example, int count, int stream)
    {
        var bytes = new byte[count];
        new Random(unchecked((example.Seed * 31) + stream)).NextBytes(bytes);
        return bytes;
    }
}
