using System.Runtime.CompilerServices;

namespace Flow.Testing;

/// <summary>The method a task is part of, as its author knows it.</summary>
internal static class TaskName
{
    private const string Unknown = "something without a name";

    public static string Of(Task task)
    {
        try
        {
            return Of(task.AsyncState) ?? Of(ActionOf(task)) ?? Unknown;
        }
        catch (MissingFieldException)
        {
            return Unknown;
        }
    }

    // What an await left behind: the box of an async method's state machine, or an action of that box.
    private static string? Of(object? continuation) => continuation switch
    {
        Delegate { Target: Task box } => Of(box.GetType()),
        Delegate action when action.Method.DeclaringType is { } type && type.Assembly != typeof(Task).Assembly => Of(type, action.Method.Name),
        Task box => Of(box.GetType()),
        _ => null,
    };

    private static string? Of(Type box) =>
        box.GetGenericArguments() is [.., var machine] && typeof(IAsyncStateMachine).IsAssignableFrom(machine) ? Of(machine, machine.Name) : null;

    /// <summary>A method by the name its author gave it.</summary>
    public static string Of(Type type, string name)
    {
        // The compiler's state machine <RunAsync>d__3 in MyStage, and <RunAsync>b__0 in its closure, are MyStage.RunAsync.
        if (name == nameof(IAsyncStateMachine.MoveNext)) name = type.Name;
        while (type.DeclaringType is { } outer && type.Name.StartsWith('<')) type = outer;
        return $"{type.Name.Split('`')[0]}.{name.TrimStart('<').Split('>')[0]}";
    }

    // The runtime's own field: where there is none a task has no name.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_action")]
    private static extern ref Delegate? ActionOf(Task task);
}
