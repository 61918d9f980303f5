using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Flow;

/// <summary>Waits for the items of a stage that has branches, and for the fault of one of them: the stage has to end then, whether more comes or not.</summary>
internal sealed class BranchedArrivals<T> : IAsyncDisposable
{
    private readonly IReadOnlyList<HopWriter<T>> _outputs;
    private readonly Doorbell _bell;
    private readonly Arrivals<T> _arrivals;

    public BranchedArrivals(ChannelReader<T> input, IReadOnlyList<HopWriter<T>> outputs, TimeProvider timeProvider)
    {
        _outputs = outputs;
        _bell = new Doorbell(timeProvider);
        _arrivals = new Arrivals<T>(input, _bell, key: outputs.Count);
    }

    /// <summary>Waits until there is an item; false at the end, or when a branch has faulted.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HasFault()) return false;
            if (!_arrivals.TryArm())
            {
                if (_arrivals.Error is { } error) ExceptionDispatchInfo.Throw(error);
                return !_arrivals.HasEnded;
            }

            for (var key = 0; key < _outputs.Count; key++) _outputs[key].TryArm(_bell, key, long.MaxValue);
            if (HasFault()) return false;
            await _bell.WaitAsync(cancellationToken);
            while (_bell.TryTake(out _))
            {
                // Whoever rang, everything is looked at again.
            }
        }
    }

    public ValueTask DisposeAsync() => _arrivals.DisposeAsync();

    private bool HasFault()
    {
        foreach (var output in _outputs)
        {
            if (output.Abandonment is not null) return true;
        }

        return false;
    }
}
