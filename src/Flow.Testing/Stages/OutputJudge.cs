namespace Flow.Testing;

/// <summary>What came out of a stage beside what ought to: each finding is one law's, and no other's.</summary>
internal sealed class OutputJudge<T>(IReadOnlyList<T> expected, IReadOnlyList<T> actual)
    where T : notnull
{
    private readonly Dictionary<T, int> _expected = expected.CountBy(static item => item).ToDictionary();

    /// <summary>What came that nothing was to become.</summary>
    public IEnumerable<T> Invented => actual.Where(item => !_expected.ContainsKey(item));

    /// <summary>What came more often than it was to.</summary>
    public IEnumerable<T> Repeated => actual.CountBy(static item => item)
        .Where(item => _expected.TryGetValue(item.Key, out var times) && item.Value > times).Select(static item => item.Key);

    /// <summary>What was to come, and did not.</summary>
    public IEnumerable<T> Missing
    {
        get
        {
            var came = actual.CountBy(static item => item).ToDictionary();
            return _expected.Where(item => came.GetValueOrDefault(item.Key) < item.Value).Select(static item => item.Key);
        }
    }

    /// <summary>The first item that came after one which was to come later, whatever is missing; none where the order is right.</summary>
    public (T Late, T Early)? FirstOutOfOrder()
    {
        var (at, last) = (0, default(T));
        foreach (var item in Known())
        {
            var found = at;
            while (found < expected.Count && !expected[found].Equals(item)) found++;
            if (found == expected.Count) return (item, last!);
            (at, last) = (found + 1, item);
        }

        return null;
    }

    /// <summary>What is missing before something that came.</summary>
    public (T Missing, T Next)? FirstGap()
    {
        foreach (var (at, item) in Known().Index())
        {
            if (!expected[at].Equals(item)) return (expected[at], item);
        }

        return null;
    }

    // Without what was never to come, or not that often.
    private IEnumerable<T> Known()
    {
        var left = new Dictionary<T, int>(_expected);
        foreach (var item in actual)
        {
            if (!left.TryGetValue(item, out var times) || times == 0) continue;
            left[item] = times - 1;
            yield return item;
        }
    }
}
