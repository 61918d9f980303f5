namespace Flow;

/// <summary>What a hop rings when an end that has asked for it has something to do.</summary>
internal interface IBell
{
    /// <summary>Called by whoever brought it about, with what the bell was armed with.</summary>
    void Ring(int key);
}
