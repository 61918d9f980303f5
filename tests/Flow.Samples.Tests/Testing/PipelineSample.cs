using Flow;
using Flow.Testing;

namespace Samples.Testing;

public sealed class PipelineSample
{
    [Fact]
    public void A_pipeline_keeps_the_laws() => PipelineLaws.Hold(
        Pipeline.Of<int>().Then("smooth", new Smoothing()).Map("double", item => item * 2),
        item: number => number,
        model: items => items.Select(item => item * 2),
        Capabilities.Ordered | Capabilities.OneToOne | Capabilities.Drains);

    [Fact]
    public void What_a_pipeline_does_with_its_items_is_seen_in_tokens() => PipelineLaws.Hold(
        Pipeline.Of<Token>().Batch("batch", 3).Flatten("flatten"),
        item: number => new Token(number),
        model: tokens => tokens,
        Capabilities.Ordered | Capabilities.OneToOne | Capabilities.Drains);
}
