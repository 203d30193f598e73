using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>CUDA sources of activations compiled by g++ for the CPU, all in one library: what a GPU's thread computes, entry by entry.</summary>
internal static unsafe class HostKernels
{
    /// <summary>Coefficients of the Padé units: above and below, with signs, a root of the denominator's sum, and none of them 0.</summary>
    public static readonly double[] Above = [0.2, 0.5, 0.9, 0.1, 0.05, 0.01], Below = [0.3, -0.7, 0.2, 0.15];

    /// <summary>Every source that the tests run.</summary>
    private static readonly CudaSource[] Sources =
    [
        CudaActivation.Golu.Value, CudaActivation.Golu.Gradient, CudaActivation.Smelu.Value, CudaActivation.Smelu.Gradient,
        .. from version in new[] { PadeVersion.A, PadeVersion.B }
           from stored in new[] { null, "float", "double" }
           let unit = CudaPade.Of(Above.Length, Below.Length, version, stored)
           from source in new[] { unit.Rational.Value, unit.Rational.Gradient, unit.NumeratorTerms, unit.DenominatorTerms }
           select source,
    ];

    private static readonly Lazy<nint> Library = new(Compile);

    /// <summary>Runs a source on values of a type: an array for each output.</summary>
    public static T[][] Run<T>(CudaSource source, IReadOnlyList<T[]> inputs, IReadOnlyList<double> numbers, long address = 0)
        where T : unmanaged
    {
        Assert.Equal(source.Inputs, inputs.Count);
        Assert.Equal(source.Numbers, numbers.Count);
        var outputs = Enumerable.Range(0, source.Outputs).Select(_ => new T[inputs[0].Length]).ToArray();
        var pins = inputs.Concat(outputs).Select(a => GCHandle.Alloc(a, GCHandleType.Pinned)).ToArray();
        try
        {
            Call(source, typeof(T) == typeof(double), inputs[0].Length, [.. pins.Select(p => p.AddrOfPinnedObject())], numbers, address);
        }
        finally
        {
            foreach (var pin in pins)
                pin.Free();
        }

        return outputs;
    }

    /// <summary>In the place of a launch on a GPU: runs a source on tensors of the stand-in, whose memory is the CPU's.</summary>
    public static Tensor[] Launch(CudaSource source, IReadOnlyList<Tensor> inputs, IReadOnlyList<double> numbers, long address)
    {
        Assert.InRange(source.Inputs, 1, CudaSource.Most);
        Assert.InRange(source.Outputs, 1, CudaSource.Most);
        Assert.Equal(source.Inputs, inputs.Count);
        Assert.Equal(source.HasAddress, address != 0);
        using var scope = NewDisposeScope();
        var dtype = inputs[0].dtype;
        // Half precision is computed in float32, as on a GPU.
        var compute = dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var read = inputs.Select(t => t.to_type(compute).contiguous()).ToArray();
        var written = Enumerable.Range(0, source.Outputs).Select(_ => empty_like(read[0])).ToArray();
        Call(source, compute == ScalarType.Float64, read[0].numel(), [.. read.Concat(written).Select(Address)], numbers, address);
        return [.. written.Select(t => t.to_type(dtype).alias().MoveToOuterDisposeScope())];
    }

    private static nint Address(Tensor t) => t.dtype == ScalarType.Float64
        ? t.storage<double>().data_ptr() + (nint)t.storage_offset() * sizeof(double)
        : t.storage<float>().data_ptr() + (nint)t.storage_offset() * sizeof(float);

    private static void Call(CudaSource source, bool isDouble, long size, nint[] pointers, IReadOnlyList<double> numbers, long address)
    {
        var name = $"run_{Array.IndexOf(Sources, source)}_{(isDouble ? "double" : "float")}";
        var run = (delegate* unmanaged<long, nint*, double*, long, void>)NativeLibrary.GetExport(Library.Value, name);
        double[] values = [.. numbers, 0];
        fixed (nint* tensors = pointers)
        fixed (double* extra = values)
            run(size, tensors, extra, address);
    }

    private static nint Compile()
    {
        var text = new StringBuilder("#include <math.h>\n");
        for (var i = 0; i < Sources.Length; i++)
        {
            var source = Sources[i];
            text.Append($"namespace k{i} {{\n{source.Text}\n");
            var entry = cuda.jiterator._create_jit_fn(source.Text).kernel_name;
            foreach (var type in source.Text.Contains("const float*", StringComparison.Ordinal) ? ["float"] : source.HasAddress ? ["double"] : new[] { "float", "double" })
            {
                // As libtorch calls it: tensors' values, numbers in double, outputs.
                var arguments = Enumerable.Range(0, source.Inputs).Select(j => $"t[{j}][i]").Concat(Enumerable.Range(0, source.Numbers).Select(j => $"numbers[{j}]"))
                    .Concat(source.HasAddress ? ["address"] : []);
                string Output(int j) => $"t[{source.Inputs + j}][i]";
                var call = source.ByReference ? $"{entry}<{type}>({string.Join(", ", arguments.Concat(Enumerable.Range(0, source.Outputs).Select(Output)))})"
                    : $"{Output(0)} = {entry}<{type}>({string.Join(", ", arguments)})";
                text.Append($"extern \"C\" void run_{i}_{type}(long n, {type}** t, const double* numbers, long long address) {{\n")
                    .Append($"(void)numbers; (void)address;\nfor (long i = 0; i < n; i++) {call};\n}}\n");
            }

            text.Append("}\n");
        }

        var folder = Directory.CreateTempSubdirectory("workbench-kernels-").FullName;
        try
        {
            var (code, library) = (Path.Combine(folder, "kernels.cpp"), Path.Combine(folder, "kernels.so"));
            File.WriteAllText(code, text.ToString());
            // NVRTC takes C++17 and, unlike here, may contract products and sums. What a kernel does not need of the coefficients it does not load.
            using var process = Process.Start(new ProcessStartInfo("g++", ["-std=c++17", "-O1", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror", "-Wno-unused", "-fPIC", "-shared", code, "-o", library])
            { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
            return NativeLibrary.Load(library);
        }
        finally
        {
            // What is loaded stays mapped.
            Directory.Delete(folder, recursive: true);
        }
    }
}
