using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Flow.DataPath;

/// <summary>Linux's epoll, each event of it asked for one at a time (EPOLLONESHOT).</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class Epoll
{
    /// <summary>EPOLLIN: there is something to receive.</summary>
    public const int Receivable = 0x1;

    /// <summary>EPOLLOUT: there is room to send.</summary>
    public const int Sendable = 0x4;

    private const int OneShot = 1 << 30;
    private const int CloseOnExec = 0x80000;
    private const int AddSocket = 1;
    private const int ModifySocket = 3;
    private const int Interrupted = 4;
    private const int EventsAtOnce = 64;

    // struct epoll_event: 32 bits of events and 64 of data, packed on x86 and aligned elsewhere. Of the data the lower half is used.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int EventWords = IsPacked ? 3 : 4;
    private static readonly int KeyWord = IsPacked ? 1 : 2;

    private readonly int _descriptor = Create(CloseOnExec);
    private readonly int[] _events = new int[EventsAtOnce * EventWords];

    /// <summary>Asks to be told once of <paramref name="condition"/> of a socket, or of its failure, now or when it comes.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public void Ask(SafeSocketHandle socket, int key, int condition, bool isFirst)
    {
        Span<int> asked = stackalloc int[EventWords];
        asked.Clear();
        asked[0] = condition | OneShot;
        asked[KeyWord] = key;
        if (Control(_descriptor, isFirst ? AddSocket : ModifySocket, socket, ref asked[0]) != 0) throw Refusal();
    }

    /// <summary>Waits, and tells the keys of what happened; one caller at a time.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public void Wait(Action<int> tell)
    {
        var count = Wait(_descriptor, ref _events[0], EventsAtOnce, timeout: -1);
        if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted) throw Refusal();
        for (var index = 0; index < count; index++) tell(_events[(index * EventWords) + KeyWord]);
    }

    private static IOException Refusal() => new($"The system does not watch sockets: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, SafeHandle socket, ref int asked);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int epoll, ref int events, int maximum, int timeout);
}
