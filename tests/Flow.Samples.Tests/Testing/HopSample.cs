using System.Threading.Channels;
using Flow.Testing;

namespace Samples.Testing;

public sealed class HopSample
{
    [Fact]
    public void A_channel_keeps_the_laws_of_channels() =>
        HopLaws.Hold(HopSubject.Of("unbounded", _ => Channel.CreateUnbounded<int>(), HopCapabilities.None), Execution.Stress);
}
