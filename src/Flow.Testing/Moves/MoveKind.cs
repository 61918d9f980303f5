namespace Flow.Testing;

/// <summary>The ways to use an end of a hop.</summary>
public enum MoveKind
{
    /// <summary>One item, now or not at all.</summary>
    Try,

    /// <summary>As many items as the move's size, now or not at all.</summary>
    Batch,

    /// <summary>Wait, then try.</summary>
    Wait,

    /// <summary>Wait with a token that is cancelled soon, then try.</summary>
    WaitCancelled,

    /// <summary><c>ReadAsync</c> or <c>WriteAsync</c>.</summary>
    Async,

    /// <summary><c>ReadAsync</c> or <c>WriteAsync</c> with a token that is cancelled soon.</summary>
    AsyncCancelled,

    /// <summary>Look, then take; a writer looks at the room.</summary>
    Peek,

    /// <summary>Arm a doorbell, and wait for it.</summary>
    Bell,

    /// <summary><c>ReadAllAsync</c>, as many items as the move's size; a writer writes them one after another.</summary>
    All,

    /// <summary>Let the others run, as many times as the move's size.</summary>
    Stall,
}
