using System.Reflection;

namespace Flow.Testing;

/// <summary>Members of the framework that a simulation cannot see or decide, and what to use instead.</summary>
internal static class Unsimulable
{
    private const string Random = "differs from run to run; take it from a seeded Random";
    private const string Hash = "differs from process to process; use a hash of your own, or an order";
    private const string Clock = "reads the system's clock; take the time from the stage's TimeProvider";
    private const string Timer = "waits by the system's clock; pass the stage's TimeProvider";
    private const string Thread = "leaves the stage's scheduler; start tasks on TaskScheduler.Current";
    private const string Network = "is outside of the simulation; give the stage a channel or a stream that lives in it";

    // By type and member; a type alone stands for all its members.
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["System.Random.Shared"] = Random,
        ["System.Guid.NewGuid"] = Random,
        ["System.Guid.CreateVersion7"] = Random,
        ["System.Security.Cryptography.RandomNumberGenerator"] = Random,
        ["System.String.GetHashCode"] = Hash,
        ["System.HashCode"] = Hash,
        ["System.Object.GetHashCode"] = Hash,
        ["System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode"] = Hash,
        ["System.DateTime.Now"] = Clock,
        ["System.DateTime.UtcNow"] = Clock,
        ["System.DateTime.Today"] = Clock,
        ["System.DateTimeOffset.Now"] = Clock,
        ["System.DateTimeOffset.UtcNow"] = Clock,
        ["System.Diagnostics.Stopwatch"] = Clock,
        ["System.Environment.TickCount"] = Clock,
        ["System.Environment.TickCount64"] = Clock,
        ["System.Threading.Thread"] = Thread,
        ["System.Threading.ThreadPool"] = Thread,
        ["System.Threading.Timer"] = Timer,
        ["System.Threading.Tasks.Parallel"] = Thread,
        ["System.Threading.Tasks.Task.Run"] = Thread,
    };

    // They keep to the simulation's clock where they are given it.
    private static readonly HashSet<string> Timed =
    [
        "System.Threading.Tasks.Task.Delay",
        "System.Threading.PeriodicTimer.new",
    ];

    public static string? RuleFor(MethodCall call)
    {
        var type = call.Method.DeclaringType!;
        var name = NameOf(call.Method);
        var member = $"{FullName(type)}.{name}";
        if (type.Namespace is "System.Net.Sockets" or "System.Net.Http") return Network;
        if (name == "ConfigureAwait" && type.Namespace == "System.Threading.Tasks") return call.Last == 1 ? null : Thread;
        if (member == "System.Random.new") return call.Method.GetParameters().Length == 0 ? Random : null;
        if (IsTimed(call.Method, member)) return Timer;
        return Rules.GetValueOrDefault(member) ?? (name is "CurrentThread" or "ManagedThreadId" ? null : Rules.GetValueOrDefault(FullName(type)));
    }

    /// <summary>A property for its accessors, and "new" for a constructor.</summary>
    public static string NameOf(MethodBase method) => method switch
    {
        { IsConstructor: true } => "new",
        { IsSpecialName: true } when method.Name.StartsWith("get_", StringComparison.Ordinal) => method.Name[4..],
        _ => method.Name,
    };

    private static string FullName(Type type) => $"{type.Namespace}.{type.Name.Split('`')[0]}";

    // Also a source of cancellation, or a wait, that is given a time and no clock.
    private static bool IsTimed(MethodBase method, string member)
    {
        var parameters = method.GetParameters();
        if (parameters.Any(parameter => parameter.ParameterType == typeof(TimeProvider))) return false;
        return Timed.Contains(member)
            || (member is "System.Threading.CancellationTokenSource.new" && parameters.Length > 0)
            || (member is "System.Threading.Tasks.Task.WaitAsync" && parameters.Any(parameter => parameter.ParameterType == typeof(TimeSpan)));
    }
}
