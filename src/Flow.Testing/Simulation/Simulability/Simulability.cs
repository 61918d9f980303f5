using System.Reflection;

namespace Flow.Testing;

/// <summary>Looks, in the code of a stage, for what a simulation cannot see or decide.</summary>
public static class Simulability
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// What <paramref name="stage"/> calls in its own methods, those of types nested in it, and those it inherits from its own assembly, that
    /// would make its runs differ or leave the simulation. What it calls elsewhere is not looked into.
    /// </summary>
    public static IReadOnlyList<SimulabilityFinding> Check(Type stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return [.. TypesOf(stage).SelectMany(MethodsOf).SelectMany(method => Check(stage, method)).Distinct()];
    }

    private static IEnumerable<SimulabilityFinding> Check(Type stage, MethodBase method) =>
        from call in MethodCalls.Of(method)
        let rule = Unsimulable.RuleFor(call)
        where rule is not null
        select new SimulabilityFinding(
            TaskName.Of(method.DeclaringType!, method.Name), $"{call.Method.DeclaringType!.Name.Split('`')[0]}.{Unsimulable.NameOf(call.Method)}", rule);

    // The state machines of async methods, and closures, are nested types.
    private static IEnumerable<Type> TypesOf(Type type)
    {
        foreach (var nested in type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic))
        {
            var own = type.IsConstructedGenericType && nested.IsGenericTypeDefinition ? nested.MakeGenericType(type.GetGenericArguments()) : nested;
            foreach (var each in TypesOf(own)) yield return each;
        }

        yield return type;
        if (type.BaseType is { } parent && parent.Assembly == type.Assembly)
        {
            foreach (var each in TypesOf(parent)) yield return each;
        }
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own));
}
