using System.Reflection;

namespace Flow.Testing;

/// <summary>A method that another calls, makes an object with, or makes a delegate of.</summary>
/// <param name="Method">The method.</param>
/// <param name="Last">What was loaded just before: the last argument, where it is a small constant.</param>
internal readonly record struct MethodCall(MethodBase Method, int? Last);
