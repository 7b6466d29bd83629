using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.Tests.Publishing;

/// <summary>R17: Thai and emoji go out as themselves; only what JSON must have escaped is.</summary>
public sealed class PlainJsonEncoderTests
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    [Theory]
    [InlineData("ไปรษณีย์ไทย")]
    [InlineData("📦🚚")]
    [InlineData("👨‍👩‍👧")]
    [InlineData("a📦b🚚c")]
    [InlineData("<a href='x'>&+`</a>")]
    [InlineData("\u007f\u0080\u00a0\u2028\u2029\ufeff")]
    [InlineData("日本語 ñ é")]
    public void Text_goes_out_as_itself(string text) => Assert.Equal($"\"{text}\"", Write(text));

    [Theory]
    [InlineData("\"", "\\\"")]
    [InlineData("\\", "\\\\")]
    [InlineData("\n", "\\n")]
    [InlineData("\r", "\\r")]
    [InlineData("\t", "\\t")]
    [InlineData("\b", "\\b")]
    [InlineData("\f", "\\f")]
    [InlineData("\u0000", "\\u0000")]
    [InlineData("\u001f", "\\u001F")]
    [InlineData("ไทย\"📦\"\n", "ไทย\\\"📦\\\"\\n")]
    public void What_JSON_must_have_escaped_is_escaped(string text, string written) => Assert.Equal($"\"{written}\"", Write(text));

    [Theory]
    [InlineData("\ud83d")]
    [InlineData("\udce6")]
    [InlineData("a\ud83db")]
    [InlineData("📦\ud83d")]
    [InlineData("📦a\udce6📦")]
    [InlineData("\ud83d\"")]
    [InlineData("\"\ud83d")]
    [InlineData("\udce6\ud83d")]
    public void Half_of_a_pair_becomes_the_replacement_character_and_the_body_stays_valid(string text) =>
        Assert.Equal(Replaced(text), JsonSerializer.Deserialize<string>(Encoding.UTF8.GetBytes(Write(text))));

    [Fact]
    public void Any_text_is_read_again_as_it_was() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Texts.ToArbitrary(), text => JsonSerializer.Deserialize<string>(Bytes(text)) == Replaced(text)));

    [Fact]
    public void Any_text_is_read_again_as_it_was_when_it_is_a_name() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Texts.ToArbitrary(), text =>
            {
                using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int> { [text] = 1 }, Options));
                return document.RootElement.EnumerateObject().Single().Name == Replaced(text);
            }));

    [Theory]
    [InlineData(0x00, true)]
    [InlineData(0x1f, true)]
    [InlineData(0x20, false)]
    [InlineData('"', true)]
    [InlineData('\\', true)]
    [InlineData('/', false)]
    [InlineData(0x0e01, false)]
    [InlineData(0x1f4e6, false)]
    public void It_says_which_scalars_it_escapes(int scalar, bool escapes) => Assert.Equal(escapes, PlainJsonEncoder.Instance.WillEncode(scalar));

    /// <summary>Single UTF-16 units from every kind, so that halves of pairs meet each other in all orders.</summary>
    private static Gen<string> Texts { get; } =
        Gen.Frequency(
            (4, Gen.Choose(0, 0x7f)), (2, Gen.Choose(0x0e01, 0x0e5b)), (3, Gen.Choose(0xd800, 0xdfff)), (2, Gen.Choose(0xd83d, 0xd83d)), (2, Gen.Choose(0xdce6, 0xdce6)), (1, Gen.Choose(0, 0xffff)))
            .ListOf().Select(units => string.Concat(units.Select(unit => (char)unit)));

    private static byte[] Bytes(string text) => JsonSerializer.SerializeToUtf8Bytes(text, Options);

    private static string Write(string text) => new UTF8Encoding(false, true).GetString(Bytes(text));

    private static string Replaced(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
