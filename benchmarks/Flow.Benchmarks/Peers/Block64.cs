using System.Runtime.InteropServices;

namespace Flow.Benchmarks.Peers;

/// <summary>An item of 64 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
public readonly struct Block64;
