using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Operators;

/// <summary>Every public operator is compared with PyTorch, or stands in <see cref="UntabledOperators"/> with the reason why not.</summary>
public class CompletenessTests
{
    private static readonly Lazy<HashSet<string>> Tabled = new(() =>
    {
        var names = new HashSet<string>();
        using var scope = NewDisposeScope();
        foreach (var stored in OperatorTable.Cases)
        {
            var given = stored.Given(stored.Inputs());
            foreach (var (how, _) in PublicOperator.Ways(stored.Operator, given, stored.Named)) names.Add(how);
            if (stored.Listed) continue;
            foreach (var (how, _) in PublicOperator.Ways(stored.Operator, given, stored.Named, inPlace: true)) names.Add(how);
        }
        return names;
    });

    public static IEnumerable<string> PublicOperators()
    {
        foreach (var (type, room) in new[] { (typeof(torch), "torch."), (typeof(Tensor), "Tensor."), (typeof(torch.linalg), "torch.linalg."), (typeof(torch.fft), "torch.fft."), (typeof(torch.special), "torch.special.") })
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                if (!method.IsSpecialName && ReturnsTensors(method.ReturnType)) yield return room + method.Name;
    }

    [Fact]
    public void Every_public_operator_is_compared_with_PyTorch_or_has_a_reason_not_to_be()
    {
        var open = PublicOperators().Distinct().Where(name => !Tabled.Value.Contains(name) && !UntabledOperators.Reasons.ContainsKey(Short(name))).Order(StringComparer.Ordinal);
        Assert.True(!open.Any(), "add to tests/golden/operator_table.py, or to UntabledOperators with a reason: " + string.Join(" ", open));
    }

    [Fact]
    public void No_reason_is_left_for_an_operator_that_is_gone_or_compared()
    {
        var existing = PublicOperators().Select(Short).ToHashSet();
        Assert.Empty(UntabledOperators.Reasons.Keys.Except(existing));
    }

    /// <summary>A name without the type: a reason holds for the function and the method.</summary>
    private static string Short(string name) => name.Replace("Tensor.", "").Replace("torch.", "");

    private static bool ReturnsTensors(Type type) =>
        type == typeof(Tensor) || (typeof(ITuple).IsAssignableFrom(type) && type.GetGenericArguments().Contains(typeof(Tensor)))
        || (typeof(IEnumerable).IsAssignableFrom(type) && (type.GetElementType() == typeof(Tensor) || type.GetGenericArguments().Contains(typeof(Tensor))));
}
