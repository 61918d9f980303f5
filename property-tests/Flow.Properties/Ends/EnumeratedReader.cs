using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Flow.Properties.Ends;

/// <summary>A channel whose items are made when they are read: each that was made has been taken.</summary>
internal sealed class EnumeratedReader<T>(IEnumerable<T> items) : ChannelReader<T>
{
    private readonly IEnumerator<T> _items = items.GetEnumerator();
    private bool _isEnded;
    private Exception? _fault;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (_isEnded) return false;
        try
        {
            _isEnded = !_items.MoveNext();
        }
        catch (Exception fault)
        {
            (_isEnded, _fault) = (true, fault);
        }

        if (!_isEnded) item = _items.Current;
        return !_isEnded;
    }

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (_fault is not null) throw _fault;
        return !_isEnded;
    }
}
