using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>What a caller is told who hands in the wrong thing: operator, argument, shapes, and libtorch's own sentence.</summary>
public class BadInputTests
{
    private static Tensor Disposed()
    {
        var x = zeros(2);
        x.Dispose();
        return x;
    }

    public static TheoryData<string, Type, string[]> Mistakes() => new()
    {
        { "mm", typeof(TorchException), ["aten::mm", "self: Float[2,3]", "mat2: Float[2,3]", "shapes cannot be multiplied (2x3 and 2x3)"] },
        { "add", typeof(TorchException), ["aten::add.Tensor", "self: Float[2]", "other: Float[3]", "must match the size"] },
        { "reshape", typeof(TorchException), ["aten::reshape", "shape: [4]", "invalid for input of size 3"] },
        { "cat", typeof(TorchException), ["aten::cat", "Sizes of tensors must match"] },
        { "softmax", typeof(TorchIndexException), ["dim: 5", "Dimension out of range (expected to be in range of [-1, 0], but got 5)"] },
        { "gather", typeof(TorchException), ["aten::gather", "index: Float[2]", "int64"] },
        { "select", typeof(TorchIndexException), ["aten::select", "index 7 out of range"] },
        { "index_select", typeof(TorchException), ["aten::index_select", "index out of range"] },
        { "cholesky", typeof(TorchException), ["aten::linalg_cholesky", "not positive-definite"] },
        { "inv", typeof(TorchException), ["aten::linalg_inv", "singular"] },
        { "einsum", typeof(TorchException), ["aten::einsum", "equation: \"ij,jk->ik\"", "einsum()"] },
        { "in-place leaf", typeof(TorchException), ["aten::add_.Scalar", "a leaf Variable that requires grad is being used in an in-place operation"] },
        { "backward of no graph", typeof(TorchException), ["does not require grad"] },
        { "null tensor", typeof(ArgumentNullException), ["other"] },
        { "null in a list", typeof(ArgumentNullException), ["tensors[1]"] },
        { "null array", typeof(ArgumentNullException), ["rawArray"] },
        { "disposed operand", typeof(ObjectDisposedException), ["has been disposed"] },
        { "disposed argument", typeof(ObjectDisposedException), ["has been disposed"] },
        { "shape of disposed", typeof(ObjectDisposedException), ["has been disposed"] },
        { "item of many", typeof(ArgumentException), ["one element", "[2, 3]"] },
        { "item of another dtype", typeof(ArgumentException), ["Int64", "Float32"] },
        { "data of another dtype", typeof(ArgumentException), ["Float64", "Float32"] },
        { "element outside", typeof(IndexOutOfRangeException), ["index 4", "4 element(s)"] },
        { "element below zero", typeof(IndexOutOfRangeException), ["index -1"] },
        { "element of too many indices", typeof(ArgumentException), ["3 indices", "2 dimension(s)"] },
        { "size of no dimension", typeof(ArgumentOutOfRangeException), ["2 dimension(s)"] },
        { "data for a shape", typeof(ArgumentException), ["3 element(s)", "[2, 2]"] },
        { "type without a dtype", typeof(NotSupportedException), ["System.Decimal"] },
        { "default dtype", typeof(ArgumentException), ["floating-point", "Int64"] },
        { "span of a transposed tensor", typeof(InvalidOperationException), ["contiguous"] },
        { "bytes of another length", typeof(ArgumentException), ["8 bytes", "3"] },
        { "device", typeof(FormatException), ["nonsense", "cpu, cuda"] },
        { "shapes that do not broadcast", typeof(ArgumentException), ["[3]", "[2]"] },
        { "tensordot of too many dimensions", typeof(ArgumentOutOfRangeException), ["at most the 1 dimension(s)"] },
        { "multinomial of nothing", typeof(TorchException), ["aten::multinomial", "prob_dist"] },
    };

    private static object? Make(string mistake) => mistake switch
    {
        "mm" => zeros(2, 3).mm(zeros(2, 3)),
        "add" => zeros(2) + zeros(3),
        "reshape" => zeros(3).reshape(4),
        "cat" => cat([zeros(2, 2), zeros(3, 3)], 0),
        "softmax" => zeros(3).softmax(5),
        "gather" => zeros(3).gather(0, zeros(2)),
        "select" => zeros(3)[7],
        "index_select" => zeros(3).index_select(0, tensor(new[] { 9L })),
        "cholesky" => linalg.cholesky(-eye(2)),
        "inv" => linalg.inv(zeros(2, 2)),
        "einsum" => einsum("ij,jk->ik", zeros(2, 2)),
        "in-place leaf" => zeros(2, requires_grad: true).add_(1),
        "backward of no graph" => Run(() => zeros(1).backward()),
        "null tensor" => zeros(2).mul((Tensor)null!),
        "null in a list" => cat([zeros(2), null!], 0),
        "null array" => tensor((float[])null!),
        "disposed operand" => Disposed() + 1,
        "disposed argument" => zeros(2) + Disposed(),
        "shape of disposed" => Disposed().shape,
        "item of many" => zeros(2, 3).item<float>(),
        "item of another dtype" => zeros(1).item<long>(),
        "data of another dtype" => zeros(1).data<double>(),
        "element outside" => zeros(2, 2).data<float>()[4],
        "element below zero" => zeros(2, 2).data<float>()[-1],
        "element of too many indices" => zeros(2, 2).data<float>()[0, 0, 0],
        "size of no dimension" => zeros(2, 2).size(2),
        "data for a shape" => tensor(new[] { 1f, 2f, 3f }, 2, 2),
        "type without a dtype" => from_array(new[] { 1m }),
        "default dtype" => Run(() => set_default_dtype(ScalarType.Int64)),
        "span of a transposed tensor" => zeros(2, 3).T.data<float>().AsSpan().Length,
        "bytes of another length" => Run(() => zeros(2).bytes = new byte[3]),
        "device" => zeros(2).to("nonsense"),
        "shapes that do not broadcast" => broadcast_shapes([3], [2]),
        "tensordot of too many dimensions" => zeros(2).tensordot(zeros(2, 2), 2),
        "multinomial of nothing" => multinomial(zeros(2, 2, 2), 1),
        _ => throw new InvalidDataException(mistake),
    };

    private static object? Run(Action action)
    {
        action();
        return null;
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named(string mistake, Type expected, string[] words)
    {
        using var scope = NewDisposeScope();
        var error = Record.Exception(() => Make(mistake));
        Assert.NotNull(error);
        Assert.True(expected.IsInstanceOfType(error), $"{error.GetType().Name}: {error.Message}");
        foreach (var word in words) Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception raised from", error.Message);
        Assert.DoesNotContain("frame #", error.Message);
        // The thread goes on as before.
        Assert.Equal(3, (ones(1) + 2).item<float>());
    }

    [Fact]
    public void Errors_of_libtorch_are_the_exceptions_that_users_of_TorchSharp_catch() =>
        Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() => zeros(2) + zeros(3));

    [Fact]
    public void A_disposed_tensor_prints_as_nothing_and_disposes_again()
    {
        var x = Disposed();
        Assert.Equal("", x.ToString());
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => x.ToString(TorchSharp.TensorStringStyle.Numpy));
    }

    [Fact]
    public void A_complex_element_is_not_read_as_a_real_one() =>
        Assert.Throws<ArgumentException>(() => tensor(new Complex(1, 2)).item<double>());
}
