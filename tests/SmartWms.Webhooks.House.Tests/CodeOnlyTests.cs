namespace SmartWms.Webhooks.House.Tests;

public sealed class CodeOnlyTests
{
    [Theory]
    [InlineData("a(); // b()", "a(); ")]
    [InlineData("a(/* b()\n */);", "a(\n);")]
    [InlineData("a(\"b(\\\" // \"); c();", "a(\"\"); c();")]
    [InlineData("a(@\"b\\\"); c();", "a(\"\"); c();")]
    [InlineData("a(\"http://x\"); c();", "a(\"\"); c();")]
    [InlineData("a(\"\"\"b \"c\" // \"\"\"); d();", "a(\"\"); d();")]
    [InlineData("a('\"', '\\'', '\\u0041'); b();", "a('', '', ''); b();")]
    public void Comments_and_strings_are_blanked_and_code_stays(string text, string code)
    {
        Assert.Equal(code, CodeOnly.Of(text));
    }
}
