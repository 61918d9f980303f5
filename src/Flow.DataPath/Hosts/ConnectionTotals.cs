namespace Flow.DataPath;

/// <summary>What a connection's own hops have counted; a hop that was never made is <see langword="null"/>.</summary>
internal sealed record ConnectionReadings(HopReading RxBuf, HopReading? App, HopReading? UnixDataToHandleWrite, HopReading TxBuf);

/// <summary>The hops of a host's connections, summed over those that have ended and those that are open. One caller at a time.</summary>
internal sealed class ConnectionTotals(HostHops hops)
{
    private readonly HopTotal _rxBuf = new(Empty("conn-rxbuf", HopUnit.Weight, hops.ConnRxBuf.Capacity));
    private readonly HopTotal _app = new(Empty("app", HopUnit.Weight, 0));
    private readonly HopTotal _unixDataToHandleWrite = new(Empty("unix-data.handle-write", HopUnit.Items, hops.UnixDataToHandleWrite.Capacity));
    private readonly HopTotal _txBuf = new(Empty("conn-txbuf", HopUnit.Weight, hops.ConnTxBuf.Capacity));
    private long _faults;

    public long Faults => Volatile.Read(ref _faults);

    public void Add(ConnectionReadings readings, bool fault)
    {
        if (fault) Volatile.Write(ref _faults, _faults + 1);
        _rxBuf.AddEnded(readings.RxBuf);
        if (readings.App is { } app) _app.AddEnded(app);
        if (readings.UnixDataToHandleWrite is { } sending) _unixDataToHandleWrite.AddEnded(sending);
        _txBuf.AddEnded(readings.TxBuf);
    }

    public (HopReading RxBuf, HopReading App, HopReading UnixDataToHandleWrite, HopReading TxBuf) With(IReadOnlyList<ConnectionReadings> open) => (
        _rxBuf.With(open.Select(readings => readings.RxBuf)),
        _app.With(open.Select(readings => readings.App).OfType<HopReading>()),
        _unixDataToHandleWrite.With(open.Select(readings => readings.UnixDataToHandleWrite).OfType<HopReading>()),
        _txBuf.With(open.Select(readings => readings.TxBuf)));

    private static HopReading Empty(string name, HopUnit unit, long capacity) =>
        new() { Name = name, Unit = unit, Capacity = capacity };
}
