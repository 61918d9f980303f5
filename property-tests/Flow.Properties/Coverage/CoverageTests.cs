using System.Reflection;
using Flow.Adapters;
using Flow.DataPath;
using Flow.Properties.Adapters;
using Flow.Properties.DataPath;
using Flow.Properties.Ends;
using Flow.Properties.Positions;
using Flow.Properties.Stages;
using Flow.Resilience;
using Flow.Testing;
using Xunit;

namespace Flow.Properties.Coverage;

/// <summary>Nothing that is public is forgotten: each operator, source, sink, adapter and stage is made somewhere where it is held to the laws.</summary>
public sealed class CoverageTests
{
    private static readonly Type[] Kinds = [typeof(StageKinds), typeof(OperatorKinds), typeof(SourceKinds), typeof(SinkKinds), typeof(AdapterKinds), typeof(ObservableLawTests)];

    [Fact]
    public void Every_operator_source_sink_and_adapter_is_held_to_the_laws()
    {
        var operators = new[] { typeof(Pipeline).Assembly, typeof(Flow.Adapters.AsyncSequence).Assembly, typeof(ResilientOperators).Assembly }
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => !type.IsNested)
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => IsPipeline(method.ReturnType) || (method.GetParameters().Any(static given => IsPipeline(given.ParameterType)) && !Runs(method)))
            .Where(static method => !IsBlockOfSource(method.ReturnType))
            .ToArray();
        var held = Kinds.SelectMany(CallsIn).ToHashSet();

        Assert.Empty(operators.Where(method => !held.Contains(method)).Select(static method => $"{method.DeclaringType!.Name}.{method}"));
        Assert.True(operators.Length > 40);
    }

    [Fact]
    public void Every_stage_of_the_data_path_is_held_to_the_laws_by_itself()
    {
        var stages = typeof(Put).Assembly.GetExportedTypes().Where(static type => type.IsClass && type.GetInterfaces().Any(IsStage)).ToArray();
        var held = typeof(CoverageTests).Assembly.GetTypes()
            .Where(static type => type == typeof(DataPath.StageLawTests) || type == typeof(NumberStages) || type.Namespace is "Flow.Properties.DataPath.Parts" or "Flow.Properties.DataPath.Apps")
            .SelectMany(CallsIn).OfType<ConstructorInfo>().Select(static constructor => constructor.DeclaringType).ToHashSet();

        Assert.Empty(stages.Where(stage => !held.Contains(stage)).Select(static stage => stage.Name));
        Assert.True(stages.Length > 10);
    }

    [Fact]
    public void Every_full_mode_of_a_hop_is_held_to_the_laws() =>
        Assert.Empty(Enum.GetValues<HopFullMode>().Except(Hops.HopKinds.All.Select(static hop => hop.FullMode)));

    private static bool IsPipeline(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Pipeline<,>);

    // It starts a pipeline, and is none.
    private static bool Runs(MethodInfo method) => method.ReturnType == typeof(PipelineRun) || method.ReturnType.IsAssignableTo(typeof(Task));

    // A block that is read is not told that nobody will read it again: the laws of ends are not its own.
    private static bool IsBlockOfSource(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(PipelineSourceBlock<>);

    private static bool IsStage(Type type) =>
        type == typeof(IStackStep) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IStage<,>));

    // Delegates, and what is asynchronous, are types inside it.
    private static IEnumerable<MethodBase> CallsIn(Type type)
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return type.GetMethods(own).Cast<MethodBase>().Concat(type.GetConstructors(own)).Append(type.TypeInitializer).OfType<MethodBase>()
            .SelectMany(MethodCalls.Of)
            .Select(static call => call.Method is MethodInfo { IsGenericMethod: true } method ? method.GetGenericMethodDefinition() : call.Method)
            .Concat(type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(CallsIn));
    }
}
