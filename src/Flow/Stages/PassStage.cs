namespace Flow;

/// <summary>Passes on what it gets.</summary>
internal sealed class PassStage<T> : TransformStage<T, T>
{
    protected override void Transform(ReadOnlySpan<T> from, Span<T> to, ref int taken, ref int made)
    {
        from.CopyTo(to);
        taken = made = from.Length;
    }
}
