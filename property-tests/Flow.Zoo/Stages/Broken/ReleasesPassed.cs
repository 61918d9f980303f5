using Flow.Testing;

namespace Flow.Zoo.Stages.Broken;

/// <summary>It disposes what it has passed on, which whoever got it disposes again.</summary>
internal sealed class ReleasesPassed : Owning
{
    protected override void OnPassed(Token token) => token.Dispose();
}
