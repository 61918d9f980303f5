using System.Threading.Channels;
using Flow.TcpIp;

namespace Flow.DataPath;

/// <summary>
/// <c>put()</c>: takes what is destined for this host off the wire (its own address, and groups); the rest is somebody else's, released
/// and counted.
/// </summary>
/// <param name="address">The host's Ethernet address.</param>
public sealed class Put(MacAddress address) : IStage<FrameParts, FrameParts>
{
    private long _notForUs;

    /// <summary>Frames that were for somebody else.</summary>
    public long NotForUs => Volatile.Read(ref _notForUs);

    /// <inheritdoc/>
    public async ValueTask RunAsync(ChannelReader<FrameParts> input, ChannelWriter<FrameParts> output, CancellationToken cancellationToken)
    {
        while (await input.WaitToReadAsync(cancellationToken))
        {
            while (input.TryRead(out var parts))
            {
                if (parts.Destination != address && !parts.Destination.IsMulticast)
                {
                    Interlocked.Increment(ref _notForUs);
                    parts.Dispose();
                }
                else if (!await output.DeliverAsync(parts, cancellationToken))
                {
                    return;
                }
            }
        }
    }
}
