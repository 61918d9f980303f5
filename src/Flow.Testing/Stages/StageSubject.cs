using System.Threading.Channels;

namespace Flow.Testing;

/// <summary>Makes subjects of stages that have a hop at one end only; what is at the other is a hop here.</summary>
public static class StageSubject
{
    /// <summary>A source, held to the laws of stages from where it takes its items to where it gives them.</summary>
    /// <param name="name">What it is called in a failure.</param>
    /// <param name="create">Makes one that takes its items from a channel. It ends when that does.</param>
    /// <param name="item">Makes the item of a number.</param>
    /// <param name="model">What a list of items becomes, in order.</param>
    public static StageSubject<TIn, TOut> OfSource<TIn, TOut>(
        string name, Func<ChannelReader<TIn>, IStage<Nothing, TOut>> create, Func<int, TIn> item, Func<IReadOnlyList<TIn>, IReadOnlyList<TOut>> model)
        where TOut : notnull => new(name, () => new SourceAsStage<TIn, TOut>(create), item, model);

    /// <summary>A sink, held to the laws of stages from where it takes its items to where it delivers them.</summary>
    /// <param name="name">What it is called in a failure.</param>
    /// <param name="create">Makes one that delivers to a channel. It ends when that takes nothing more.</param>
    /// <param name="item">Makes the item of a number.</param>
    /// <param name="model">What a list of items becomes, in order.</param>
    public static StageSubject<TIn, TOut> OfSink<TIn, TOut>(
        string name, Func<ChannelWriter<TOut>, IStage<TIn, Nothing>> create, Func<int, TIn> item, Func<IReadOnlyList<TIn>, IReadOnlyList<TOut>> model)
        where TOut : notnull => new(name, () => new SinkAsStage<TIn, TOut>(create), item, model);
}
