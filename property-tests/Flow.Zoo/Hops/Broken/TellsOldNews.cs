namespace Flow.Zoo.Hops.Broken;

/// <summary>A reader that waits is told of an item that has come since its last wait, though it has taken it since.</summary>
internal sealed class TellsOldNews(HopOptions<int> options) : SmallRing(options)
{
    private long _told;

    protected override bool? ReaderNews()
    {
        if (base.ReaderNews() is { } news) return news;
        if (Tail is var tail && tail == _told) return null;
        _told = tail;
        return true;
    }
}
