namespace Flow.Soak.Memory;

/// <summary>The heap at several times of a soak, which must not grow.</summary>
internal sealed class HeapSamples
{
    /// <summary>What caches, and code compiled late, may come to.</summary>
    public const long Slack = 1 << 20;

    private readonly List<long> _bytes = [];

    public int Count => _bytes.Count;

    public long First => _bytes.Count > 0 ? _bytes[0] : 0;

    public long Last => _bytes.Count > 0 ? _bytes[^1] : 0;

    public void Add(long bytes) => _bytes.Add(bytes);

    /// <summary>What is wrong, if anything: the least of the later half is more than the most of the first.</summary>
    public string? Growth()
    {
        if (_bytes.Count < 4) return null;
        var before = _bytes.Take(_bytes.Count / 2).Max();
        var after = _bytes.Skip(_bytes.Count / 2).Min();
        return after > before + Slack ? $"The heap grew from {before} to {after} bytes." : null;
    }
}
