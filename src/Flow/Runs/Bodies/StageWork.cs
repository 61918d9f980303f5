namespace Flow;

/// <summary>A stage between two links, and what took its place since.</summary>
internal sealed class StageWork<TIn, TOut>(
    string path, IStage<TIn, TOut> stage, Link<TIn> input, Link<TOut> output, TimeProvider timeProvider) : Work
{
    private Tenant<TIn, TOut> _tenant = stage.Tenancy();

    public override ValueTask RunAsync(CancellationToken cancellationToken) =>
        _tenant.RunAsync(input.Reader!, output.Writer!, timeProvider, cancellationToken);

    public override ValueTask EndAsync(CancellationToken cancellationToken) => _tenant.EndAsync(output.Writer!, cancellationToken);

    public override Action Prepare(StageReplacement replacement)
    {
        var next = replacement.As<TIn, TOut>().Tenancy();
        if (_tenant.State is { } state && state != next.State)
        {
            throw new ArgumentException(
                $"The stage '{path}' hands over a state of {TypeName.Of(state)}; what was to take its place takes "
                + $"{(next.State is { } other ? $"a state of {TypeName.Of(other)}" : "none")}.");
        }

        if (!input.CanFence)
        {
            throw new InvalidOperationException(
                $"The stage '{path}' reads a channel of somebody else's, which the run cannot fence; give the run a hop's reader instead.");
        }

        return () =>
        {
            next.TakeStateOf(_tenant);
            _tenant = next;
        };
    }
}
