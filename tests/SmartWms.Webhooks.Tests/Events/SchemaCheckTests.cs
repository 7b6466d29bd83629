namespace SmartWms.Webhooks.Tests.Events;

/// <summary>The check that the catalogue's tests lean on must itself be able to say no.</summary>
public sealed class SchemaCheckTests
{
    private const string Schema = """
        {"$schema":"x","type":"object","required":["sku","lines"],"properties":{
          "sku":{"type":"string","description":"d"},"ok":{"type":"boolean"},"count":{"type":"integer","minimum":1},"weight":{"type":"number"},
          "lines":{"type":"array","items":{"type":"object","required":["lot"],"properties":{"lot":{"enum":["A","B"]}}}}}}
        """;

    [Theory]
    [InlineData("""{"sku":"s","lines":[]}""")]
    [InlineData("""{"sku":"s","ok":false,"count":1,"weight":0.5,"lines":[{"lot":"A"},{"lot":"B","more":1}],"unknown":null}""")]
    public void A_value_that_satisfies_the_schema_has_no_errors(string json) => Assert.Empty(SchemaCheck.Errors(json, Schema));

    [Theory]
    [InlineData("[]", "$ is not of type object")]
    [InlineData("""{"lines":[]}""", "$.sku is missing")]
    [InlineData("""{"sku":1,"lines":[]}""", "$.sku is not of type string")]
    [InlineData("""{"sku":"s","lines":{}}""", "$.lines is not of type array")]
    [InlineData("""{"sku":"s","lines":[],"ok":"true"}""", "$.ok is not of type boolean")]
    [InlineData("""{"sku":"s","lines":[],"count":1.5}""", "$.count is not of type integer")]
    [InlineData("""{"sku":"s","lines":[],"count":0}""", "$.count is less than 1")]
    [InlineData("""{"sku":"s","lines":[],"weight":"1"}""", "$.weight is not of type number")]
    [InlineData("""{"sku":"s","lines":[{"lot":"A"},{}]}""", "$.lines[1].lot is missing")]
    [InlineData("""{"sku":"s","lines":[{"lot":"C"}]}""", """$.lines[0].lot is not one of ["A","B"]""")]
    public void A_value_that_does_not_is_told_where(string json, string error) => Assert.Equal([error], SchemaCheck.Errors(json, Schema));

    [Theory]
    [InlineData("""{"$ref":"#/$defs/line"}""")]
    [InlineData("""{"propertiez":{}}""")]
    public void A_keyword_it_does_not_know_is_an_error(string schema) => Assert.Contains("does not know", Assert.Single(SchemaCheck.Errors("{}", schema)));
}
