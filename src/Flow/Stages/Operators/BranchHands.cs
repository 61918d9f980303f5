namespace Flow;

/// <summary>A batch in hand for each of several branches.</summary>
internal sealed class BranchHands<T>(IReadOnlyList<HopWriter<T>> outputs, TimeProvider timeProvider) : IDisposable
{
    private readonly Doorbell _bell = new(timeProvider);
    private readonly Hand<T>[] _hands = [.. outputs.Select(_ => new Hand<T>())];

    public int Count => _hands.Length;

    public Hand<T> this[int branch] => _hands[branch];

    /// <summary>
    /// Writes everything, to each branch as it has room, so that a full one holds up none of what the others have in hand; false when
    /// a branch that something is in hand for has gone.
    /// </summary>
    public async ValueTask<bool> PutAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var waiting = false;
            for (var branch = 0; branch < _hands.Length; branch++)
            {
                if (_hands[branch].IsEmpty) continue;
                waiting |= !_hands[branch].TryPut(outputs[branch], _bell, key: branch);
                if (!_hands[branch].IsEmpty && outputs[branch].IsAbandoned) return false;
            }

            if (!waiting) return true;
            await _bell.WaitAsync(cancellationToken);
            while (_bell.TryTake(out _))
            {
                // Whoever rang, all are looked at again.
            }
        }
    }

    public void Dispose()
    {
        foreach (var hand in _hands) hand.Dispose();
    }
}
