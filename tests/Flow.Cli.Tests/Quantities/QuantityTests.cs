using Flow.Cli.Quantities;

namespace Flow.Cli.Tests.Quantities;

public class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 17)]
    [InlineData("17B", 17)]
    [InlineData("2KB", 2_000)]
    [InlineData("2MB", 2_000_000)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("2KiB", 2_048)]
    [InlineData("256MiB", 268_435_456)]
    [InlineData("256mib", 268_435_456)]
    [InlineData("1.5GiB", 1_610_612_736)]
    public void Sizes(string text, long bytes) => Assert.Equal(bytes, ByteSize.Read(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("0.25", 0.25)]
    [InlineData("0%", 0)]
    [InlineData("1%", 0.01)]
    [InlineData("0.5%", 0.005)]
    [InlineData("100%", 1)]
    public void Probabilities(string text, double probability) => Assert.Equal(probability, Probability.Read(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("20us", 0.000_02)]
    [InlineData("5ms", 0.005)]
    [InlineData("0.5ms", 0.000_5)]
    [InlineData("2s", 2)]
    public void Durations(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("1 B")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_quantity_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => ByteSize.Read(text));
        Assert.Throws<FormatException>(() => Probability.Read(text));
        Assert.Throws<FormatException>(() => Duration.Read(text));
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(268_435_456, "256 MiB")]
    public void Sizes_as_they_are_shown(long bytes, string text) => Assert.Equal(text, ByteSize.Write(bytes));
}
