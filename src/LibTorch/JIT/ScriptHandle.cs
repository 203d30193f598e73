using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Native;

namespace TorchSharp.JIT;

/// <summary>A native TorchScript module or compilation unit, and what can be asked of it.</summary>
internal sealed unsafe class ScriptHandle : SafeHandle
{
    private ScriptHandle(nint script) : base(0, true) => SetHandle(script);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Api.wb_script_release(handle);
        return true;
    }

    /// <summary>Reads an archive from a file, or from memory when <paramref name="path"/> is null.</summary>
    public static ScriptHandle Load(string? path, ReadOnlySpan<byte> bytes, DeviceType device, int index)
    {
        nint script;
        fixed (byte* name = path is null ? null : Utf8(path))
        fixed (byte* start = bytes)
            Api.Check(Api.wb_script_load(name, start, bytes.Length, (int)device, index, &script));
        return new ScriptHandle(script);
    }

    public static ScriptHandle Compile(string source)
    {
        nint script;
        fixed (byte* text = Utf8(source)) Api.Check(Api.wb_script_compile(text, &script));
        return new ScriptHandle(script);
    }

    public ScriptHandle Child(string name)
    {
        nint child = 0;
        Ask(name, (script, text) => { nint found; int status = Api.wb_script_child(script, text, &found); child = found; return status; });
        return new ScriptHandle(child);
    }

    public object? Call(string function, object?[] values)
    {
        if (string.IsNullOrEmpty(function)) throw new ArgumentNullException(nameof(function), "The name of a TorchScript function is needed.");
        using var arguments = new ScriptArguments();
        var items = arguments.All(values);
        var result = AskResult(function, (script, text, r) => Api.wb_script_call(script, text, items, values.Length, r));
        GC.KeepAlive(values);
        return result;
    }

    /// <summary>The attribute's value; null when it is None or there is none of that name.</summary>
    public object? Get(string attribute) => AskResult(attribute, Api.wb_script_get);

    public void Set(string attribute, torch.Tensor value)
    {
        var native = Value.Of(value, nameof(value));
        Ask(attribute, (script, text) => { var copy = native; return Api.wb_script_set(script, text, &copy); });
        GC.KeepAlive(value);
    }

    public void Train(bool on) => Ask("", (script, _) => Api.wb_script_train(script, on));

    /// <summary>The class's name, then name, kind and address of each parameter, buffer, other tensor and module.</summary>
    public object?[] Slots() => (object?[])AskResult("", (script, _, r) => Api.wb_script_slots(script, r))!;

    /// <summary>The types of a function's arguments, and how many values it returns.</summary>
    public (string[] Arguments, int Returns) Signature(string function)
    {
        int returns = 0;
        var types = AskResult(function, (script, text, r) => { int n; int status = Api.wb_script_signature(script, text, r, &n); returns = n; return status; });
        return (types as string[] ?? [], returns);
    }

    public void Save(Stream stream)
    {
        var sink = new Sink(stream);
        using var context = new GCHandle<Sink>(sink);
        Ask("", (script, _) => Api.wb_script_save(script, &Write, GCHandle<Sink>.ToIntPtr(context)));
        if (sink.Failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private sealed class Sink(Stream stream)
    {
        public readonly Stream Stream = stream;
        public Exception? Failure;
    }

    [UnmanagedCallersOnly]
    private static void Write(nint context, byte* bytes, long n)
    {
        var sink = GCHandle<Sink>.FromIntPtr(context).Target;
        try
        {
            for (long part; n > 0 && sink.Failure is null; n -= part, bytes += part)
                sink.Stream.Write(new ReadOnlySpan<byte>(bytes, (int)(part = Math.Min(n, 1 << 30))));
        }
        catch (Exception error)
        {
            sink.Failure = error; // thrown when libtorch has come back: no exception may cross it
        }
    }

    private delegate int Question(nint script, byte* text);

    private delegate int ResultQuestion(nint script, byte* text, Result* result);

    private void Ask(string text, Question question)
    {
        bool held = false;
        DangerousAddRef(ref held); // throws ObjectDisposedException after Dispose, and keeps another thread's Dispose waiting
        try
        {
            fixed (byte* utf8 = Utf8(text)) Api.Check(question(handle, utf8));
        }
        finally
        {
            if (held) DangerousRelease();
        }
    }

    private object? AskResult(string text, ResultQuestion question)
    {
        Result result = default;
        Ask(text, (script, utf8) => { Result r = default; int status = question(script, utf8, &r); result = r; return status; });
        return ScriptResults.Take(result);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
