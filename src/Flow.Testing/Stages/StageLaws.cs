namespace Flow.Testing;

/// <summary>Holds stages to the laws.</summary>
public static class StageLaws
{
    /// <summary>Holds a stage to all the laws that apply to it: simulated, in 100 cases, and in some on threads.</summary>
    /// <param name="stage">The stage, and what it declares.</param>
    /// <returns>Which laws held, and which do not apply, and why.</returns>
    /// <exception cref="LawBrokenException">One does not hold; the message has its sentence, the smallest case, and what replays it.</exception>
    public static LawReport Hold<TIn, TOut>(StageSubject<TIn, TOut> stage)
        where TOut : notnull => Hold(stage, null, LawSuite.Samples);

    /// <summary>Holds a stage to all the laws that apply to it.</summary>
    /// <param name="stage">The stage, and what it declares.</param>
    /// <param name="execution">How each case runs; none for simulated, and some of the cases again on threads.</param>
    /// <param name="samples">How many cases.</param>
    /// <inheritdoc cref="Hold{TIn, TOut}(StageSubject{TIn, TOut})"/>
    public static LawReport Hold<TIn, TOut>(StageSubject<TIn, TOut> stage, Execution? execution, int samples)
        where TOut : notnull => LawSuite.Hold(StageLaws<TIn, TOut>.All, stage, execution, samples);

    /// <summary>Holds a stage of numbers to all the laws that apply to it.</summary>
    /// <param name="create">Makes the stage.</param>
    /// <param name="model">What a list of items becomes, in order. The items are 0, 1, 2, and so on.</param>
    /// <param name="capabilities">What it declares.</param>
    /// <inheritdoc cref="Hold{TIn, TOut}(StageSubject{TIn, TOut})"/>
    public static LawReport Hold<TOut>(
        Func<IStage<int, TOut>> create, Func<IReadOnlyList<int>, IEnumerable<TOut>> model, Capabilities capabilities)
        where TOut : notnull => Hold(create, static number => number, model, capabilities);

    /// <summary>Holds a stage to all the laws that apply to it.</summary>
    /// <param name="create">Makes the stage.</param>
    /// <param name="item">Makes the item of a number.</param>
    /// <param name="model">What a list of items becomes, in order.</param>
    /// <param name="capabilities">What it declares.</param>
    /// <inheritdoc cref="Hold{TIn, TOut}(StageSubject{TIn, TOut})"/>
    public static LawReport Hold<TIn, TOut>(
        Func<IStage<TIn, TOut>> create, Func<int, TIn> item, Func<IReadOnlyList<TIn>, IEnumerable<TOut>> model, Capabilities capabilities)
        where TOut : notnull => Hold(new StageSubject<TIn, TOut>("the stage", create, item, items => [.. model(items)]) { Capabilities = capabilities });
}
