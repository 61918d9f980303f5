namespace Flow.Testing;

/// <summary>One case a law is checked for: all that varies, in one record that prints itself.</summary>
public interface ILawCase
{
    /// <summary>Decides the interleaving when the case is simulated.</summary>
    int Seed { get; }
}
