using Workbench.Metrics;

namespace Workbench.Tests.Metrics;

public class InterleavedTimesTests
{
    [Fact]
    public void Runs_take_turns_and_each_is_given_the_time_that_passed_in_it()
    {
        var clock = new HandClock();
        var order = "";
        var calls = 0;
        // The second is three times as slow as the first, and all get slower call by call.
        void Run(string name, double seconds)
        {
            order += name;
            clock.Now += seconds * ++calls;
        }

        var times = InterleavedTimes.Seconds([() => Run("a", 1), () => Run("b", 3)], rounds: 3, warmUp: 1, clock);

        Assert.Equal("abbaabba", order);
        // Calls 4, 5 and 8 of the first; calls 3, 6 and 7 of the second.
        Assert.Equal([4, 5, 8], times[0]);
        Assert.Equal([9, 18, 21], times[1]);
    }

    [Fact]
    public void What_cannot_be_timed_is_named()
    {
        Assert.Equal("runs", Assert.Throws<ArgumentException>(() => InterleavedTimes.Seconds([])).ParamName);
        Assert.Equal("runs", Assert.Throws<ArgumentException>(() => InterleavedTimes.Seconds([null!])).ParamName);
        Assert.Equal("rounds", Assert.Throws<ArgumentOutOfRangeException>(() => InterleavedTimes.Seconds([() => { }], rounds: 0)).ParamName);
        Assert.Equal("warmUp", Assert.Throws<ArgumentOutOfRangeException>(() => InterleavedTimes.Seconds([() => { }], warmUp: -1)).ParamName);
    }

    private sealed class HandClock : TimeProvider
    {
        public double Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)Math.Round(Now * 1000);
    }
}
