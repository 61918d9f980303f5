namespace Flow.DataPath;

/// <summary>The five parts of the stack's stage.</summary>
internal sealed record StackSteps(
    IStackStep EthPoll, IStackStep StackRecv, IConnectionStep TcpRead, IConnectionStep TcpWrite, IStackStep StackSend);
