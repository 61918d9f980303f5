namespace Flow;

/// <summary>A fault policy for a stage.</summary>
internal sealed class PolicySetting(string name, FaultPolicy policy) : StageChange(name)
{
    protected override IReadOnlyList<Node> Of(Node node) => [node.With(policy, Name)];
}
