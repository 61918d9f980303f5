namespace Flow;

/// <summary>
/// Layers of a protocol, an immutable value: what comes from above goes below, and what comes from below goes above. It becomes a pipeline
/// once there is a pipeline at the bottom.
/// </summary>
/// <typeparam name="TDownIn">What comes from above.</typeparam>
/// <typeparam name="TDownOut">What goes below.</typeparam>
/// <typeparam name="TUpIn">What comes from below.</typeparam>
/// <typeparam name="TUpOut">What goes above.</typeparam>
public sealed class Duplex<TDownIn, TDownOut, TUpIn, TUpOut>
{
    private readonly Func<Pipeline<TDownOut, TUpIn>, Pipeline<TDownIn, TUpOut>> _join;

    internal Duplex(Func<Pipeline<TDownOut, TUpIn>, Pipeline<TDownIn, TUpOut>> join)
    {
        _join = join;
    }

    /// <summary>These layers, and <paramref name="below"/> under them.</summary>
    public Duplex<TDownIn, TNextDown, TNextUp, TUpOut> Atop<TNextDown, TNextUp>(Duplex<TDownOut, TNextDown, TNextUp, TUpIn> below)
    {
        ArgumentNullException.ThrowIfNull(below);
        return new Duplex<TDownIn, TNextDown, TNextUp, TUpOut>(bottom => _join(below._join(bottom)));
    }

    /// <summary>The pipeline that goes down these layers, through <paramref name="bottom"/>, and up again.</summary>
    /// <exception cref="ArgumentException">The layers and the pipeline have a name in common.</exception>
    public Pipeline<TDownIn, TUpOut> Join(Pipeline<TDownOut, TUpIn> bottom)
    {
        ArgumentNullException.ThrowIfNull(bottom);
        return _join(bottom);
    }
}
