namespace Flow.TcpIp;

/// <summary>Which Ethernet address each neighbour has (RFC 826), and the frames that wait to learn it.</summary>
internal sealed class ArpCache : ITimerOwner, IDisposable
{
    // RFC 1122 section 2.3.2.1: entries time out, on the order of a minute; one in use is confirmed before it does.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConfirmAfter = TimeSpan.FromSeconds(30);

    // As Linux: a request a second, three of them. RFC 1122 section 2.3.2.1 forbids more than one a second.
    private static readonly TimeSpan RequestInterval = TimeSpan.FromSeconds(1);
    private const int RequestLimit = 3;

    private const int EntryLimit = 1024;
    private const int WaitingFramesLimit = 16;

    private readonly NetworkStackOptions _options;
    private readonly BufferPool _pool;
    private readonly ReplyQueue _replies;
    private readonly NetworkStackCounters _counters;
    private readonly TimerQueue _timers;
    private readonly Timer _timer;
    private readonly Dictionary<IPv4Address, ArpEntry> _entries = [];
    private readonly List<ArpEntry> _resolving = [];
    private readonly Queue<Frame> _resolved = new();

    public ArpCache(NetworkStackOptions options, BufferPool pool, ReplyQueue replies, NetworkStackCounters counters, TimerQueue timers)
    {
        (_options, _pool, _replies, _counters, _timers) = (options, pool, replies, counters, timers);
        _timer = new Timer(this);
    }

    /// <summary>Addresses <paramref name="frame"/> to <paramref name="nextHop"/>, or keeps it until that is possible and returns false.</summary>
    public bool TryAddress(Frame frame, IPv4Address nextHop, TimeSpan now)
    {
        if (!_entries.TryGetValue(nextHop, out var entry))
        {
            if (!MakeRoom(now))
            {
                _counters.Drop(DropReason.ResolutionQueueFull);
                frame.Dispose();
                return false;
            }
            entry = new ArpEntry(nextHop);
            _entries.Add(nextHop, entry);
        }
        if (entry.IsResolved && now - entry.ConfirmedAt < Lifetime)
        {
            new EthernetHeader(frame.Data.Span).Destination = entry.Hardware;
            if (now - entry.ConfirmedAt >= ConfirmAfter && now - entry.RequestedAt >= RequestInterval) Request(entry, entry.Hardware, now);
            return true;
        }
        entry.IsResolved = false;
        if (entry.Waiting.Count == WaitingFramesLimit)
        {
            _counters.Drop(DropReason.ResolutionQueueFull);
            entry.Waiting.Dequeue().Dispose();
        }
        entry.Waiting.Enqueue(frame);
        if (entry.Requests == 0)
        {
            _resolving.Add(entry);
            RequestAgain(entry, now);
        }
        return false;
    }

    /// <summary>The next frame whose address has been learnt since it began to wait.</summary>
    public bool TryTakeResolved(out Frame frame) => _resolved.TryDequeue(out frame);

    /// <summary>Learns from an ARP packet and answers it if it asks for us (the algorithm of RFC 826).</summary>
    public void Receive(Span<byte> payload, TimeSpan now)
    {
        if (payload.Length < ArpPacket.Length || !new ArpPacket(payload).IsIPv4OverEthernet)
        {
            _counters.Drop(DropReason.Malformed);
            return;
        }
        var packet = new ArpPacket(payload);
        var sender = packet.SenderProtocol;
        // Nobody else speaks for our address, or for a group (RFC 5227 section 2.4 would defend; we do not believe).
        if (packet.SenderHardware.IsMulticast || sender == _options.Address) return;

        var known = _entries.TryGetValue(sender, out var entry);
        var isForUs = packet.TargetProtocol == _options.Address;
        // A sender not known yet is learnt only from what is meant for us: a gratuitous announcement updates, it does not add.
        if (!known && isForUs && sender != IPv4Address.Any && sender.IsInNetwork(_options.Address, _options.PrefixLength) && MakeRoom(now))
        {
            entry = new ArpEntry(sender);
            _entries.Add(sender, entry);
        }
        if (entry is not null) Confirm(entry, packet.SenderHardware, now);
        if (isForUs && packet.Operation == ArpPacket.Request) Send(ArpPacket.Reply, packet.SenderHardware, packet.SenderHardware, sender);
    }

    public void TimerElapsed(TimeSpan now)
    {
        for (var index = _resolving.Count - 1; index >= 0; index--)
        {
            var entry = _resolving[index];
            if (now - entry.RequestedAt < RequestInterval) continue;
            if (entry.Requests < RequestLimit)
            {
                RequestAgain(entry, now);
                continue;
            }
            _resolving.RemoveAt(index);
            _entries.Remove(entry.Address);
            while (entry.Waiting.TryDequeue(out var frame))
            {
                _counters.Drop(DropReason.Unresolved);
                frame.Dispose();
            }
        }
        SetTimer();
    }

    public void Dispose()
    {
        foreach (var entry in _resolving)
            while (entry.Waiting.TryDequeue(out var frame)) frame.Dispose();
        while (_resolved.TryDequeue(out var frame)) frame.Dispose();
        _resolving.Clear();
        _entries.Clear();
    }

    private void Confirm(ArpEntry entry, MacAddress hardware, TimeSpan now)
    {
        entry.Hardware = hardware;
        entry.IsResolved = true;
        entry.ConfirmedAt = now;
        entry.Requests = 0;
        if (_resolving.Remove(entry)) SetTimer();
        while (entry.Waiting.TryDequeue(out var frame))
        {
            new EthernetHeader(frame.Data.Span).Destination = hardware;
            _resolved.Enqueue(frame);
        }
    }

    private void RequestAgain(ArpEntry entry, TimeSpan now)
    {
        entry.Requests++;
        Request(entry, MacAddress.Broadcast, now);
        SetTimer();
    }

    private void Request(ArpEntry entry, MacAddress destination, TimeSpan now)
    {
        entry.RequestedAt = now;
        Send(ArpPacket.Request, destination, default, entry.Address);
    }

    private void Send(ushort operation, MacAddress destination, MacAddress targetHardware, IPv4Address target)
    {
        const int length = EthernetHeader.Length + ArpPacket.Length;
        var data = new BufferSlice(_pool.Rent(Frame.HeadroomBytes + length), Frame.HeadroomBytes, length);
        _ = new EthernetHeader(data.Span) { Destination = destination, Source = _options.MacAddress, EtherType = EtherType.Arp };
        new ArpPacket(data.Span[EthernetHeader.Length..]).Write(operation, _options.MacAddress, _options.Address, targetHardware, target);
        _replies.Enqueue(new Frame(data, default));
    }

    private void SetTimer()
    {
        var next = Timer.Never;
        foreach (var entry in _resolving)
        {
            var due = entry.RequestedAt + RequestInterval;
            if (due < next) next = due;
        }
        _timers.Set(_timer, next);
    }

    /// <summary>Whether one more entry may be added, which may take forgetting those out of date.</summary>
    private bool MakeRoom(TimeSpan now)
    {
        if (_entries.Count < EntryLimit) return true;
        foreach (var (address, entry) in _entries)
            if (entry.IsResolved && now - entry.ConfirmedAt >= Lifetime) _entries.Remove(address);
        return _entries.Count < EntryLimit;
    }
}
