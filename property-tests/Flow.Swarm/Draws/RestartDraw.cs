namespace Flow.Swarm.Draws;

/// <summary>A host that is switched off, and on again some time later.</summary>
/// <param name="Host">Which.</param>
/// <param name="At">When it goes off.</param>
/// <param name="Down">How long it is off.</param>
/// <param name="Forgets">Whether it draws other ports and sequence numbers than before; if not, it meets what is left of its old connections.</param>
internal sealed record RestartDraw(int Host, TimeSpan At, TimeSpan Down, bool Forgets)
{
    public override string ToString() => FormattableString.Invariant(
        $"host {Host} goes off at {At.TotalSeconds} s for {Down.TotalSeconds} s{(Forgets ? "" : ", and draws the same ports again")}");
}
