using TorchSharp.Files;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

// PyTorch's names: old_dirs are the changes of the gradient, old_stps the steps, ro the inverses of their products.
public partial class LBFGS
{
    internal Dictionary<string, object?> ToPython()
    {
        var state = new Dictionary<long, object?>();
        if (age > 0)
            state[0] = new Dictionary<string, object?>
            {
                ["func_evals"] = age,
                ["n_iter"] = age,
                ["d"] = direction,
                ["t"] = length,
                ["old_dirs"] = new List<object?>(changes),
                ["old_stps"] = new List<object?>(steps),
                ["ro"] = new List<object?>(inverses),
                // A tensor, as python's is after the first update of the curvature; it multiplies another.
                ["H_diag"] = tensor(scale, list[0].dtype),
                ["prev_flat_grad"] = previousGradient,
                ["prev_loss"] = previousLoss,
            };
        var group = new Dictionary<string, object?>
        {
            ["lr"] = LearningRate,
            ["max_iter"] = iterations,
            ["max_eval"] = evaluations,
            ["tolerance_grad"] = gradientTolerance,
            ["tolerance_change"] = changeTolerance,
            ["history_size"] = history,
            ["line_search_fn"] = null,
            ["params"] = Enumerable.Range(0, list.Count).Select(i => (object?)(long)i).ToList(),
        };
        return new() { ["state"] = state, ["param_groups"] = new List<object?> { group } };
    }

    /// <summary>Takes the curvature and the learning rate; the limits stay those that this optimiser was made with.</summary>
    internal void FromPython(object? value)
    {
        if (OptimizerFile.Groups(value) is not [var group]) throw new ArgumentException("LBFGS has one parameter group, the file has another number.");
        if (group.TryGetValue("line_search_fn", out var search) && search is not null)
            throw new NotSupportedException($"The file's optimizer searches along lines with {search}, which this one does not do.");
        var count = OptimizerFile.Part<List<object?>>(group, "params").Count;
        if (count != list.Count) throw new ArgumentException($"The file has {count} parameters, the optimizer {list.Count}.");
        var rate = OptimizerFile.Number(group.GetValueOrDefault("lr"), "lr");
        var states = OptimizerFile.Part<OrderedDictionary<object, object?>>(value, "state");
        var flat = list.Sum(parameter => parameter.numel());

        if (!states.TryGetValue(0L, out var state) || state is OrderedDictionary<object, object?> { Count: 0 })
        {
            Replace(null, null, [], [], []);
            age = 0;
        }
        else
        {
            Tensor Flat(object? item, string name) => item is Tensor tensor && tensor.numel() == flat ? tensor.reshape(-1)
                : throw new ArgumentException($"'{name}' of the file's state does not have the {flat} elements of the parameters.");
            List<Tensor> All(string name) => OptimizerFile.Part<List<object?>>(state, name).ConvertAll(item => Flat(item, name));
            object? Get(string name) => ((OrderedDictionary<object, object?>)state!).GetValueOrDefault(name);

            var (turned, gradient) = (Flat(Get("d"), "d"), Flat(Get("prev_flat_grad"), "prev_flat_grad"));
            var (moved, changed) = (All("old_stps"), All("old_dirs"));
            var products = OptimizerFile.Part<List<object?>>(state, "ro").ConvertAll(item => tensor(OptimizerFile.Number(item, "ro"), list[0].dtype));
            if (moved.Count != changed.Count || moved.Count != products.Count)
                throw new InvalidDataException("The file's old_dirs, old_stps and ro differ in length.");
            var (t, loss, diagonal, n) = (OptimizerFile.Number(Get("t"), "t"), OptimizerFile.Number(Get("prev_loss"), "prev_loss"),
                OptimizerFile.Number(Get("H_diag"), "H_diag"), (long)OptimizerFile.Number(Get("n_iter"), "n_iter"));
            Replace(turned, gradient, moved, changed, products);
            (length, previousLoss, scale, age) = (t, loss, diagonal, n);
        }
        LearningRate = rate;
        InitialLearningRate = group.TryGetValue("initial_lr", out var initial) ? OptimizerFile.Number(initial, "initial_lr") : rate;
    }

    private void Replace(Tensor? turned, Tensor? gradient, List<Tensor> moved, List<Tensor> changed, List<Tensor> products)
    {
        Tensor? Own(Tensor? source) => source?.detach().to(list[0].dtype, list[0].device, copy: true).DetachFromDisposeScope();

        foreach (var tensor in steps.Concat(changes).Concat(inverses).Append(direction).Append(previousGradient)) tensor?.Dispose();
        (direction, previousGradient) = (Own(turned), Own(gradient));
        foreach (var (target, source) in new[] { (steps, moved), (changes, changed), (inverses, products) })
        {
            target.Clear();
            target.AddRange(source.Select(tensor => Own(tensor)!));
        }
    }
}
