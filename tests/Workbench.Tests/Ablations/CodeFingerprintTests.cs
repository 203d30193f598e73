using System.Reflection;
using System.Runtime.Loader;
using TorchSharp;
using Workbench.Ablations;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Pruning;

namespace Workbench.Tests.Ablations;

/// <summary>Which changes of the measuring code make another run, and which do not.</summary>
public sealed class CodeFingerprintTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-fingerprint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_code_with_the_same_values_is_the_same()
    {
        Assert.Equal(Hash(Scaled(2, "a")), Hash(Scaled(2, "a")));
        Assert.NotEqual(Hash(Scaled(2, "a")), Hash(Scaled(3, "a")));
        Assert.NotEqual(Hash(Scaled(2, "a")), Hash(Scaled(2, "b")));

        static Func<double, double> Scaled(double factor, string name) => x => x * factor + name[0];
    }

    [Fact]
    public void Another_constant_operator_or_called_method_is_another_code()
    {
        Func<double, double>[] codes = [x => x + 1, x => x + 2, x => x - 1, x => Math.Abs(x), x => Math.Sqrt(x), x => One(x), x => Two(x), _ => "a".Length, _ => "b".Length];

        Assert.Equal(codes.Length, codes.Select(Hash).Distinct().Count());

        static double One(double x) => x * 3;
        static double Two(double x) => x * 4;
    }

    [Fact]
    public void Code_reached_through_captured_functions_counts()
    {
        Func<double, double> one = x => x + 1, two = x => x + 2;
        Func<double, double> Outer(Func<double, double> inner) => x => inner(x);

        Assert.NotEqual(Hash(Outer(one)), Hash(Outer(two)));
        Assert.Equal(Hash(Outer(one)), Hash(Outer(one)));
    }

    [Fact]
    public void Captured_collections_records_models_and_tensors_count_by_their_content()
    {
        Assert.NotEqual(Of(new[] { 1, 2, 3 }), Of(new[] { 1, 2, 4 }));
        Assert.Equal(Of(new[] { 1, 2, 3 }), Of(new[] { 1, 2, 3 }));
        Assert.NotEqual(Of(new Dictionary<string, double> { ["a"] = 1 }), Of(new Dictionary<string, double> { ["a"] = 2 }));
        Assert.NotEqual(Of(new ActivationPruning { Rate = 0.02 }), Of(new ActivationPruning { Rate = 0.05 }));
        Assert.Equal(Of(new ActivationPruning { Rate = 0.02 }), Of(new ActivationPruning { Rate = 0.02 }));
        Assert.NotEqual(Of(Solver.Euler), Of(Solver.Heun));
        Assert.NotEqual(Of(torch.tensor([1f, 2])), Of(torch.tensor([1f, 3])));
        Assert.Equal(Of(torch.tensor([1f, 2])), Of(torch.tensor([1f, 2])));
        // Of a device its kind counts: what was begun on one GPU goes on on another.
        Assert.Equal(Of(new torch.Device(DeviceType.CUDA, 0)), Of(new torch.Device(DeviceType.CUDA, 1)));
        Assert.NotEqual(Of(torch.CPU), Of(new torch.Device(DeviceType.CUDA, 0)));
        Assert.NotEqual(Of(new FashionMlp(0, 4, 3, 3, 2)), Of(new FashionMlp(1, 4, 3, 3, 2)));
        Assert.Equal(Of(new FashionMlp(0, 4, 3, 3, 2)), Of(new FashionMlp(0, 4, 3, 3, 2)));

        static string Of<T>(T captured)
        {
            Func<int> code = () => captured!.GetHashCode();
            var (hash, unknown) = CodeFingerprint.Of(code);
            Assert.Null(unknown);
            return hash;
        }
    }

    [Fact]
    public void What_runs_without_being_called_by_name_counts_overrides_iterators_and_tasks()
    {
        static IEnumerable<int> Steps()
        {
            yield return Deep();
        }

        static async Task<int> Later()
        {
            await Task.Yield();
            return Deeper();
        }

        static int Deep() => 1;
        static int Deeper() => 2;
        Func<double> code = () => Steps().Sum() + Later().Result + Total(new Square());

        var reached = CodeFingerprint.Reached(code).Select(m => m.ToString()!).ToArray();
        foreach (var name in new[] { "g__Deep|", "g__Deeper|", "Double Area()", "Double Unit(" })
            Assert.Contains(reached, m => m.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain(reached, m => m.Contains(nameof(What_cannot_be_told_is_named), StringComparison.Ordinal));
    }

    private static double Total(Shape shape) => shape.Area();

    private abstract class Shape
    {
        public abstract double Area();
    }

    private sealed class Square : Shape
    {
        // A lambda inside, as it makes a class of the compiler's in this one.
        public override double Area() => new[] { 1.0 }.Select(x => Unit(x)).Sum();

        private static double Unit(double x) => x * x;
    }

    [Fact]
    public void What_cannot_be_told_is_named()
    {
        var random = new Random(0);
        Func<double> code = () => random.NextDouble();

        Assert.Equal("'random' (Random)", CodeFingerprint.Of(code).Unknown);
        Assert.Null(CodeFingerprint.Of(code, withValues: false).Unknown);
        var plan = Ablation.Vary("a", 1).Seeds(1).Quietly().Journal(Path.Combine(_folder, "runs.jsonl"));
        var error = Assert.Throws<ArgumentException>(() => plan.Measure(_ => random.NextDouble()));
        Assert.Contains("'random' (Random)", error.Message);
        Assert.Contains(".Version(\"1\")", error.Message);
        plan.Version("1").Measure(_ => random.NextDouble());
    }

    [Fact]
    public void Variables_that_the_code_does_not_read_do_not_count()
    {
        var (used, unused) = (1, new Random(0));
        Func<int> code = () => used, other = () => unused.Next();

        Assert.Null(CodeFingerprint.Of(code).Unknown);
        Assert.NotNull(CodeFingerprint.Of(other).Unknown);
    }

    [Fact]
    public void The_same_assembly_loaded_again_has_the_same_code()
    {
        var context = new AssemblyLoadContext("again", isCollectible: true);
        var again = context.LoadFromAssemblyPath(typeof(CodeFingerprintTests).Assembly.Location);
        var twin = again.GetType(typeof(CodeFingerprintTests).FullName!)!.GetMethod(nameof(Known), BindingFlags.Static | BindingFlags.NonPublic)!;

        Assert.NotSame(typeof(CodeFingerprintTests), twin.DeclaringType);
        Assert.Equal(Hash(Known()), Hash((Delegate)twin.Invoke(null, [])!));
    }

    [Fact]
    public void A_named_level_counts_with_its_value()
    {
        var runs = 0;
        void Run(double rate) => Ablation.Vary("ap", ("on", new ActivationPruning { Rate = rate })).Seeds(1).Quietly()
            .Journal(Path.Combine(_folder, "levels.jsonl")).Measure(CountedRun);

        AppContext.SetData("count ablation runs", () => { runs++; });
        Run(0.02);
        Run(0.02);
        Assert.Equal(1, runs);
        Run(0.05);
        Assert.Equal(2, runs);
    }

    internal static Func<double, double> Known() => x => Math.Sin(x) * Helper(x);

    private static double Helper(double x) => new[] { x, 2 }.Select(y => y * y).Sum();

    // The counter is reached by name, as a captured one would be a value that changes from run to run.
    private static double CountedRun(AblationRun run)
    {
        ((Action)AppContext.GetData("count ablation runs")!)();
        return run.Get<ActivationPruning>("ap").Rate;
    }

    private static string Hash(Delegate code)
    {
        var (hash, unknown) = CodeFingerprint.Of(code);
        Assert.Null(unknown);
        return hash;
    }
}
