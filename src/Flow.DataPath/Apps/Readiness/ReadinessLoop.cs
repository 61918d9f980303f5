using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Flow.DataPath;

/// <summary>A thread that the kernel tells which of the sockets that are waited for can be received from, or sent to, again.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ReadinessLoop
{
    private readonly Epoll _epoll = new();
    private readonly int _condition;
    private readonly ConcurrentDictionary<int, SocketReadiness> _sockets = new();
    private int _lastKey;

    private ReadinessLoop(string name, int condition)
    {
        _condition = condition;
        new Thread(Run) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>For what is waited to be received; the process has one.</summary>
    public static ReadinessLoop Receiving { get; } = new("receiving I/O loop", Epoll.Receivable);

    /// <summary>For room to send; the process has one.</summary>
    public static ReadinessLoop Sending { get; } = new("sending I/O loop", Epoll.Sendable);

    /// <summary>A key for a socket, by which it is told.</summary>
    public int Add(SocketReadiness socket)
    {
        var key = Interlocked.Increment(ref _lastKey);
        _sockets[key] = socket;
        return key;
    }

    /// <summary>Asks to be told once.</summary>
    public void Ask(SafeSocketHandle socket, int key, bool isFirst) => _epoll.Ask(socket, key, _condition, isFirst);

    /// <summary>Forgets a socket that is about to be closed. The kernel forgets it then too; what it tells meanwhile finds nobody.</summary>
    public void Remove(int key) => _sockets.TryRemove(key, out _);

    private void Run()
    {
        while (true) _epoll.Wait(Tell);
    }

    private void Tell(int key)
    {
        if (_sockets.TryGetValue(key, out var socket)) socket.Tell();
    }
}
