using Flow.Testing;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It does not dispose what is left in its hand.</summary>
internal sealed class KeepsHand : Owning
{
    protected override void Release(Token token)
    {
    }
}
