using System.Collections.Concurrent;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>A thread that works on requests in their order.</summary>
internal sealed class RequestWorker
{
    private readonly BlockingCollection<Request> _requests = [];
    private readonly Thread _thread;

    public RequestWorker(string name, Action<Request> work)
    {
        _thread = new Thread(() =>
        {
            foreach (var request in _requests.GetConsumingEnumerable())
                work(request);
        })
        { IsBackground = true, Name = name };
    }

    public void Start() => _thread.Start();

    public void Add(Request request) => _requests.Add(request);
}
