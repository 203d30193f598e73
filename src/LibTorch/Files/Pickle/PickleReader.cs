namespace TorchSharp.Files;

/// <summary>
/// Reads Python's pickles (protocols 2 to 5, and what of 0 and 1 comes up) without running anything: the only names it knows are
/// those of <see cref="PickleGlobals"/>. Values become long, double, bool, string, byte[], BigInteger, null, List (list),
/// object[] (tuple), OrderedDictionary (dict), HashSet (set) and what the globals make.
/// </summary>
/// <remarks>
/// A machine with a stack and no recursion, so that depth costs no call stack; lengths are checked against what is left of the
/// stream before anything is allocated.
/// </remarks>
internal sealed class PickleReader(Stream stream, PickleGlobals globals, Func<object?, object?>? persistent = null)
{
    /// <summary>More operations than any file of weights has; the values of one need up to about 100 bytes.</summary>
    private const long MaxOperations = 1L << 26;

    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];
    private readonly PickleInput input = new(stream);

    /// <summary>Reads one pickle; the stream is then behind it.</summary>
    public object? Read()
    {
        for (var operations = 0L; ; operations++)
        {
            if (operations == MaxOperations) throw new NotSupportedException($"The pickle has more than {MaxOperations} operations.");
            var code = input.U8();
            if (code == '.') return Pop();
            if (!Push(code) && !Build(code) && !Arrange(code)) throw Unknown(code);
        }
    }

    // Operations that push one value that they carry.
    private bool Push(byte code)
    {
        switch ((char)code)
        {
            case 'N': stack.Add(null); break;
            case '\x88': stack.Add(true); break;
            case '\x89': stack.Add(false); break;
            case 'K': stack.Add((long)input.U8()); break;
            case 'M': stack.Add(input.Unsigned(2)); break;
            case 'J': stack.Add((long)(int)input.Unsigned(4)); break;
            case '\x8a': stack.Add(input.Integer(input.U8())); break;
            case '\x8b': stack.Add(input.Integer(input.Unsigned(4))); break;
            case 'I': stack.Add(input.Line() switch { "00" => false, "01" => true, var text => PickleInput.Number(text) }); break;
            case 'L': stack.Add(PickleInput.Number(input.Line().TrimEnd('L'))); break;
            case 'G': stack.Add(input.Double()); break;
            case 'F': stack.Add(PickleInput.Real(input.Line())); break;
            case 'X': stack.Add(input.Text(input.Unsigned(4))); break;
            case '\x8c': stack.Add(input.Text(input.U8())); break;
            case '\x8d': stack.Add(input.Text(input.Unsigned(8))); break;
            case 'U': stack.Add(input.OldText(input.U8())); break;
            case 'T': stack.Add(input.OldText(input.Unsigned(4))); break;
            case 'B': stack.Add(input.Bytes(input.Unsigned(4))); break;
            case 'C': stack.Add(input.Bytes(input.U8())); break;
            case '\x8e' or '\x96': stack.Add(input.Bytes(input.Unsigned(8))); break;
            case '}': stack.Add(new OrderedDictionary<object, object?>()); break;
            case ']': stack.Add(new List<object?>()); break;
            case ')': stack.Add(Array.Empty<object?>()); break;
            case '\x8f': stack.Add(new HashSet<object?>()); break;
            default: return false;
        }
        return true;
    }

    // Operations that make values of values.
    private bool Build(byte code)
    {
        switch ((char)code)
        {
            case 'a': Append(Pop()); break;
            case 'e': foreach (var item in TakeToMark()) Append(item); break;
            case 'l': stack.Add(TakeToMark().ToList()); break;
            case 't': stack.Add(TakeToMark()); break;
            case '\x85': stack.Add(Take(1)); break;
            case '\x86': stack.Add(Take(2)); break;
            case '\x87': stack.Add(Take(3)); break;
            case 'd': stack.Add(Fill([], TakeToMark())); break;
            case 's': Fill(TopDictionary(2), Take(2)); break;
            case 'u': { var items = TakeToMark(); Fill(TopDictionary(0), items); break; }
            case '\x90': { var items = TakeToMark(); As<HashSet<object?>>(Top(), "a set").UnionWith(items); break; }
            case '\x91': stack.Add(TakeToMark().ToHashSet()); break;
            case 'c': stack.Add(globals.Find(input.Line(), input.Line())); break;
            case '\x93':
                {
                    var names = Take(2);
                    stack.Add(globals.Find(As<string>(names[0], "a module's name"), As<string>(names[1], "a name")));
                    break;
                }
            case 'R' or '\x81':
                {
                    var parts = Take(2);
                    stack.Add(globals.Call(parts[0], As<object?[]>(parts[1], "a tuple of arguments")));
                    break;
                }
            case 'b': { var state = Pop(); stack[^1] = globals.SetState(Top(), state); break; }
            case 'Q':
                stack.Add((persistent ?? throw new InvalidDataException("The pickle refers to something outside of it."))(Pop()));
                break;
            default: return false;
        }
        return true;
    }

    // Operations on the stack and the memo.
    private bool Arrange(byte code)
    {
        switch ((char)code)
        {
            case '\x80':
                if (input.U8() is var protocol and > 5) throw new NotSupportedException($"Protocol {protocol} of pickle is not known.");
                break;
            case '\x95': input.Check(input.Unsigned(8)); break;
            case '(': marks.Add(stack.Count); break;
            case '0': if (marks.Count > 0 && marks[^1] == stack.Count) marks.RemoveAt(marks.Count - 1); else Pop(); break;
            case '1': TakeToMark(); break;
            case '2': stack.Add(Top()); break;
            case 'g': stack.Add(Recall((long)PickleInput.Number(input.Line()))); break;
            case 'h': stack.Add(Recall(input.U8())); break;
            case 'j': stack.Add(Recall(input.Unsigned(4))); break;
            case 'p': memo[(long)PickleInput.Number(input.Line())] = Top(); break;
            case 'q': memo[input.U8()] = Top(); break;
            case 'r': memo[input.Unsigned(4)] = Top(); break;
            case '\x94': memo[memo.Count] = Top(); break;
            default: return false;
        }
        return true;
    }

    private void Append(object? item) => As<List<object?>>(Top(), "a list").Add(item);

    private OrderedDictionary<object, object?> TopDictionary(int above)
    {
        Need(above + 1);
        return As<OrderedDictionary<object, object?>>(stack[^(above + 1)], "a dict");
    }

    private static OrderedDictionary<object, object?> Fill(OrderedDictionary<object, object?> target, object?[] items)
    {
        if (items.Length % 2 != 0) throw new InvalidDataException("A key of a dict has no value.");
        for (var i = 0; i < items.Length; i += 2)
            target[items[i] is { } key and not (List<object?> or OrderedDictionary<object, object?>) ? key
                : throw new NotSupportedException($"A dict's key is {items[i] ?? "None"}.")] = items[i + 1];
        return target;
    }

    private object? Recall(long index)
        => memo.TryGetValue(index, out var value) ? value is NumpyArray { Value: { } filled } ? filled : value
            : throw new InvalidDataException($"The pickle's memo has no entry {index}.");

    private void Need(int count)
    {
        if (stack.Count - (marks.Count > 0 ? marks[^1] : 0) < count) throw new InvalidDataException("The pickle takes more than it has put.");
    }

    private object? Top()
    {
        Need(1);
        return stack[^1];
    }

    private object? Pop() => Take(1)[0];

    private object?[] Take(int count)
    {
        Need(count);
        var taken = stack.GetRange(stack.Count - count, count).ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return taken;
    }

    private object?[] TakeToMark()
    {
        if (marks.Count == 0) throw new InvalidDataException("The pickle takes to a mark that is not there.");
        var mark = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return Take(stack.Count - mark);
    }

    private static T As<T>(object? value, string what) where T : class
        => value as T ?? throw new InvalidDataException($"The pickle has {value?.GetType().Name ?? "None"} where {what} is expected.");

    private Exception Unknown(byte code) => "ioPSV\x82\x83\x84\x92\x97\x98".Contains((char)code)
        ? new NotSupportedException($"refused: the pickle operation 0x{code:x2} at {stream.Position - 1}, which files of weights do not need.")
        : new InvalidDataException($"There is no pickle operation 0x{code:x2} (at {stream.Position - 1}).");
}
