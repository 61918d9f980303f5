namespace Flow.Testing;

/// <summary>A law: a name, and a sentence that always holds.</summary>
public abstract class Law
{
    private protected Law(string name, string sentence, string appliesTo)
    {
        Name = name;
        Sentence = sentence;
        AppliesTo = appliesTo;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What holds, always.</summary>
    public string Sentence { get; }

    /// <summary>What it is a law of: everything, or what declares a capability.</summary>
    public string AppliesTo { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
