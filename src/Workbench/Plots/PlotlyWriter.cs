using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbench.Plots;

/// <summary>Writes plotly JSON compactly: short numbers, null for what is not finite, nothing that plotly defaults to.</summary>
internal sealed class PlotlyWriter : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly Utf8JsonWriter _json;

    public PlotlyWriter()
    {
        _json = new(_stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>How many traces have been written.</summary>
    public int Traces { get; private set; }

    /// <summary>Writes a trace and counts it.</summary>
    public PlotlyWriter Trace(Action content)
    {
        Traces++;
        return Object(content);
    }

    public PlotlyWriter Object(Action content)
    {
        _json.WriteStartObject();
        content();
        _json.WriteEndObject();
        return this;
    }

    public PlotlyWriter Object(string name, Action content)
    {
        _json.WritePropertyName(name);
        return Object(content);
    }

    public PlotlyWriter List(string name, Action content)
    {
        _json.WriteStartArray(name);
        content();
        _json.WriteEndArray();
        return this;
    }

    public PlotlyWriter List(Action content)
    {
        _json.WriteStartArray();
        content();
        _json.WriteEndArray();
        return this;
    }

    public PlotlyWriter Null()
    {
        _json.WriteNullValue();
        return this;
    }

    public PlotlyWriter Set(string name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, value);
        return this;
    }

    public PlotlyWriter Set(string name, bool value)
    {
        _json.WriteBoolean(name, value);
        return this;
    }

    public PlotlyWriter Set(string name, double value)
    {
        _json.WritePropertyName(name);
        Number(value, null);
        return this;
    }

    /// <summary>A number with all its digits, for places that must meet others exactly.</summary>
    public PlotlyWriter Exact(string name, double value)
    {
        _json.WriteNumber(name, value);
        return this;
    }

    public PlotlyWriter Text(string value)
    {
        _json.WriteStringValue(value);
        return this;
    }

    public PlotlyWriter Texts(string name, IEnumerable<string> values) => List(name, () =>
    {
        foreach (var value in values)
            _json.WriteStringValue(value);
    });

    /// <summary>A list of numbers, with five significant digits or, when given, a fixed number of decimals.</summary>
    public PlotlyWriter Numbers(string name, IEnumerable<double> values, int? decimals = null) => List(name, () => Row(values, decimals));

    /// <summary>Places along an axis: five significant digits, or as many decimals as a short stretch far from zero needs.</summary>
    public PlotlyWriter Places(string name, double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty()];
        var (low, high) = (finite.Min(), finite.Max());
        var far = high - low < 0.02 * Math.Max(Math.Abs(low), Math.Abs(high));
        return Numbers(name, values, far ? DecimalsFor(values) : null);
    }

    public PlotlyWriter Matrix(string name, double[,] values) => List(name, () =>
    {
        for (var i = 0; i < values.GetLength(0); i++)
        {
            var row = i;
            _json.WriteStartArray();
            Row(Enumerable.Range(0, values.GetLength(1)).Select(j => values[row, j]), null);
            _json.WriteEndArray();
        }
    });

    public PlotlyWriter Scale(string name, (double At, string Colour)[] stops) => List(name, () =>
    {
        foreach (var (at, colour) in stops)
        {
            _json.WriteStartArray();
            Number(at, null);
            _json.WriteStringValue(colour);
            _json.WriteEndArray();
        }
    });

    public override string ToString()
    {
        _json.Flush();
        return System.Text.Encoding.UTF8.GetString(_stream.GetBuffer(), 0, (int)_stream.Length);
    }

    public void Dispose() => _json.Dispose();

    /// <summary>How many decimals show a span to one part in 2000, finer than a pixel.</summary>
    public static int DecimalsFor(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return high > low ? Math.Clamp((int)Math.Ceiling(Math.Log10(2000 / (high - low))), 0, 12) : 3;
    }

    private void Row(IEnumerable<double> values, int? decimals)
    {
        foreach (var value in values)
            Number(value, decimals);
    }

    private void Number(double value, int? decimals)
    {
        if (!double.IsFinite(value))
        {
            _json.WriteNullValue();
            return;
        }

        var rounded = decimals is { } d ? Math.Round(value, d)
            : value == Math.Floor(value) && Math.Abs(value) < 1e9 ? value
            : double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        _json.WriteNumberValue(rounded == 0 ? 0 : rounded);
    }
}
