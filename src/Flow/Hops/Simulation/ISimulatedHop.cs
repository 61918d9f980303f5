namespace Flow;

/// <summary>What a simulation's reports say of a hop.</summary>
internal interface ISimulatedHop
{
    /// <summary>The hop's name.</summary>
    string Name { get; }

    /// <summary>The stage that reads, where a run has lent it the end.</summary>
    string? ReadBy { get; }

    /// <summary>The stage that writes, where a run has lent it the end.</summary>
    string? WrittenBy { get; }

    /// <summary>Whether somebody waits to read, at the hop or at a doorbell.</summary>
    bool IsReaderWaiting { get; }

    /// <summary>Whether somebody waits to write, at the hop or at a doorbell.</summary>
    bool IsWriterWaiting { get; }

    /// <summary>What the hop has counted.</summary>
    HopReading Read();
}
