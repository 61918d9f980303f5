namespace Flow;

/// <summary>Another name for a hop.</summary>
internal sealed class HopRenaming(string name, string newName) : HopChange(name)
{
    public override HopOptions<T> As<T>(HopOptions<T>? changed) => (changed ?? HopOptions<T>.Default) with { Name = newName };
}
