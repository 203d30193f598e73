using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workbench.Notebooks.Jupyter.Wire;

namespace Workbench.Notebooks.Tests.Jupyter;

public class WireTests
{
    private static readonly byte[] Delimiter = Encoding.ASCII.GetBytes("<IDS|MSG>");

    private readonly MessageSigner _signer = new("secret");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private List<byte[]> Frames(string header = """{"msg_id":"1","msg_type":"x_request"}""", string content = "{}")
    {
        byte[][] parts = [Bytes(header), Bytes("{}"), Bytes("{}"), Bytes(content)];
        return [Delimiter, _signer.Sign(parts), .. parts];
    }

    // RFC 4231, test case 2.
    [Fact]
    public void Signatures_are_hmac_sha256_in_small_hexadecimal_digits() =>
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            Encoding.ASCII.GetString(new MessageSigner("Jefe").Sign([Bytes("what do "), Bytes("ya want "), [], Bytes("for nothing?")])));

    [Fact]
    public void A_message_is_read_with_routing_and_buffers()
    {
        var frames = Frames(content: """{"text":"ä","flag":true,"number":3,"none":null}""");
        var message = new MessageReader(_signer).Read([Bytes("a"), Bytes("b"), .. frames, Bytes("buffer")], out _);
        Assert.NotNull(message);
        Assert.Equal([Bytes("a"), Bytes("b")], message.Identities);
        Assert.Equal(("x_request", "1"), (message.Type, message.Id));
        Assert.Equal(frames[2], message.Header);
        Assert.Equal([Bytes("buffer")], message.Buffers);
        Assert.Equal(("ä", "otherwise", "otherwise"), (message.Text("text"), message.Text("none", "otherwise"), message.Text("missing", "otherwise")));
        Assert.Equal((true, false, 3, null), (message.Flag("flag", false), message.Flag("none", false), message.Number("number"), message.Number("missing")));
        Assert.Contains("'flag' of x_request is true; expected string", Assert.Throws<FormatException>(() => message.Text("flag")).Message);
    }

    [Fact]
    public void Any_changed_byte_of_a_message_spoils_its_signature()
    {
        var reader = new MessageReader(_signer);
        var frames = Frames();
        for (var part = 1; part < frames.Count; part++)
        {
            for (var i = 0; i < frames[part].Length; i++)
            {
                frames[part][i] ^= 1;
                Assert.Null(reader.Read(frames, out var problem));
                Assert.Contains("wrong signature", problem);
                frames[part][i] ^= 1;
            }
        }
        frames[1] = [];
        Assert.Null(reader.Read(frames, out _));
    }

    [Fact]
    public void A_message_sent_again_is_refused()
    {
        var reader = new MessageReader(_signer);
        Assert.NotNull(reader.Read(Frames(), out _));
        Assert.Null(reader.Read(Frames(), out var problem));
        Assert.Contains("used before", problem);
        Assert.NotNull(reader.Read(Frames("""{"msg_id":"2","msg_type":"x_request"}"""), out _));
    }

    [Fact]
    public void Without_key_nothing_is_signed_and_everything_accepted()
    {
        var signer = new MessageSigner("");
        Assert.Empty(signer.Sign([Bytes("{}")]));
        var reader = new MessageReader(signer);
        Assert.NotNull(reader.Read(Frames(), out _));
        Assert.NotNull(reader.Read(Frames(), out _));
    }

    [Theory]
    [InlineData("[]", "{}")]
    [InlineData("{", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("""{"msg_id":1,"msg_type":"x"}""", "{}")]
    [InlineData("""{"msg_id":"1","msg_type":"x"}""", "null")]
    [InlineData("""{"msg_id":"1","msg_type":"x"}""", "")]
    public void A_signed_message_that_is_not_made_of_objects_is_dropped(string header, string content)
    {
        Assert.Null(new MessageReader(_signer).Read(Frames(header, content), out var problem));
        Assert.Contains("cannot be read", problem);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_not_a_crash() =>
        Assert.Null(new MessageReader(_signer).Read(Frames(content: string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), out _));

    [Fact]
    public void Too_few_frames_are_dropped()
    {
        var frames = Frames();
        for (var count = 0; count < frames.Count; count++)
            Assert.Null(new MessageReader(_signer).Read([.. frames.Take(count)], out _));
        Assert.Null(new MessageReader(_signer).Read([.. frames.Skip(1)], out _));
    }

    [Fact]
    public void What_is_written_can_be_read_and_repeats_the_parent_as_it_came()
    {
        var parent = Bytes("""{ "msg_id" : "p", "x" : 1.0 }""");
        var frames = new MessageWriter(_signer).Write([Bytes("topic")], "stream", new JsonObject { ["text"] = "a\ud83d\ude00<b>\ud800" }, parent, out var id);
        Assert.Equal(parent, frames[4]);
        var message = new MessageReader(_signer).Read(frames, out _);
        Assert.NotNull(message);
        Assert.Equal(("stream", id), (message.Type, message.Id));
        // Half of a pair has no form in UTF-8.
        Assert.Equal("a\ud83d\ude00<b>\ufffd", message.Text("text"));
        var header = JsonNode.Parse(message.Header)!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", (string)header["date"]!);
        Assert.Equal("5.3", (string)header["version"]!);
    }

    // Against the framework's own enumeration of code points.
    [Fact]
    public void Positions_are_translated_between_code_points_and_utf16()
    {
        var text = Gen.Elements("a", "ä", "\ud83d\ude00", "\ud83d", "\ude00", "\n").ListOf().Select(parts => string.Concat(parts));
        Property.Holds(text, text =>
        {
            var at = 0;
            var codePoints = 0;
            foreach (var rune in text.EnumerateRunes())
            {
                if (CodePoints.ToUtf16(text, codePoints) != at || CodePoints.FromUtf16(text, at) != codePoints)
                    return false;
                // A lone half is enumerated as the replacement character, one unit long.
                at += rune.Utf16SequenceLength;
                codePoints++;
            }
            return CodePoints.ToUtf16(text, codePoints) == text.Length && CodePoints.ToUtf16(text, codePoints + 5) == text.Length
                && CodePoints.FromUtf16(text, text.Length) == codePoints && CodePoints.FromUtf16(text, text.Length + 5) == codePoints;
        });
        Assert.Equal(0, CodePoints.ToUtf16("abc", -3));
        Assert.Equal(1, CodePoints.FromUtf16("a\ud83d\ude00b", 2));
    }
}
