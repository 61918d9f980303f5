using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>A kind of hop that is held to the laws, and what it declares about itself.</summary>
/// <param name="Name">What it is called in a failure.</param>
/// <param name="Create">Makes one that keeps to the options.</param>
public sealed record HopSubject(string Name, Func<HopOptions<int>, Channel<int>> Create)
{
    /// <summary>What it declares.</summary>
    public HopCapabilities Capabilities { get; init; } = HopCapabilities.OfHop;

    /// <summary>What it does when it is full. One that lets items fall does so as its options say.</summary>
    public HopFullMode FullMode { get; init; }

    /// <summary>Any channel of a capacity in items: the framework's, or one of yours.</summary>
    public static HopSubject Of(string name, Func<int, Channel<int>> create, HopCapabilities capabilities = HopCapabilities.OfChannel) =>
        new(name, options => create(options.Capacity)) { Capabilities = capabilities };

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal bool Has(HopCapabilities capabilities) => (Capabilities & capabilities) == capabilities;
}
