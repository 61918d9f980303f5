using Flow.Cli.Demo.Content;

namespace Flow.Cli.Demo.Apps;

/// <summary>Compares what comes with what should, to say where they first differ.</summary>
/// <remarks>Whether they differ is for the hashes to say, which know what was in fact sent.</remarks>
internal sealed class Expectation(IBlockSource source)
{
    private ReadOnlyMemory<byte> _expected;
    private long _position;

    /// <summary>The offset of the first byte that was not as expected; null while there is none.</summary>
    public long? FirstDifference { get; private set; }

    /// <summary>Compares the next bytes that came.</summary>
    public void Compare(ReadOnlySpan<byte> received)
    {
        while (!received.IsEmpty && FirstDifference is null)
        {
            if (_expected.IsEmpty) _expected = source.Next();
            var count = Math.Min(_expected.Length, received.Length);
            CompareSpan(_expected.Span[..count], received[..count]);
            if (count == 0) FirstDifference = _position; // It was to end here.
            received = received[count..];
            _expected = _expected[count..];
        }
    }

    private void CompareSpan(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> received)
    {
        // That they are the same is found several times as fast as for how long they are.
        if (!expected.SequenceEqual(received)) FirstDifference = _position + expected.CommonPrefixLength(received);
        _position += received.Length;
    }
}
