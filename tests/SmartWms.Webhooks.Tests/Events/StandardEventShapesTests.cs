using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartWms.Webhooks.Events;

namespace SmartWms.Webhooks.Tests.Events;

public sealed class StandardEventShapesTests
{
    public static TheoryData<string, string> All =>
    [
        .. StandardEventTypes.All.SelectMany(type => type.Shapes.Keys.Select(contract => (type.Name, contract))),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_is_a_JSON_object_on_one_line_as_bodies_are(string type, string contract)
    {
        var example = Shapes.Of(type, contract).Example;
        using var document = JsonDocument.Parse(example);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        Assert.DoesNotMatch("[\r\n]|\":\\s|,\\s\"", example);
        Assert.DoesNotContain("\\u", example);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_satisfies_its_schema(string type, string contract)
    {
        var shape = Shapes.Of(type, contract);
        Assert.Empty(SchemaCheck.Errors(shape.Example, shape.Schema));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_without_a_required_member_does_not(string type, string contract)
    {
        var shape = Shapes.Of(type, contract);
        var required = JsonNode.Parse(shape.Schema)!["required"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        Assert.NotEmpty(required);
        Assert.All(required, name =>
        {
            var less = JsonNode.Parse(shape.Example)!.AsObject();
            Assert.True(less.Remove(name));
            Assert.Equal([$"$.{name} is missing"], SchemaCheck.Errors(less.ToJsonString(), shape.Schema));
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_schema_describes_exactly_the_members_that_its_example_shows(string type, string contract)
    {
        var shape = Shapes.Of(type, contract);
        Assert.Equal(Shapes.MembersOfExample(shape.Example), Shapes.MembersOfSchema(shape.Schema));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_schema_names_its_dialect_and_lets_receivers_meet_new_members(string type, string contract)
    {
        var schema = Shapes.Of(type, contract).Schema;
        Assert.StartsWith("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",", schema);
        Assert.DoesNotContain("additionalProperties", schema);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Members_are_named_as_the_contract_says(string type, string contract)
    {
        var rule = contract == "wms" ? "^[a-z]+(_[a-z]+)*$" : "^[a-z]+([A-Z][a-z]+)*$";
        var shape = Shapes.Of(type, contract);
        Assert.All(Shapes.Names(Shapes.MembersOfExample(shape.Example)), name => Assert.Matches(rule, name));
        Assert.All(Shapes.Names(Shapes.MembersOfSchema(shape.Schema)), name => Assert.Matches(rule, name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_fits_the_largest_payload(string type, string contract) =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Shapes.Of(type, contract).Example), 2, 256 * 1024);

    [Fact]
    public void A_type_of_one_document_has_the_same_members_and_values_in_every_contract() =>
        Assert.All(StandardEventTypes.All.Where(type => type.Name is not ("order.created" or "order.shipped")), type =>
        {
            var camelCase = Shapes.MembersOfExample(type.Shapes["smartwms"].Example).Select(Shapes.ToSnakeCase).Order(StringComparer.Ordinal);
            Assert.Equal(camelCase, Shapes.MembersOfExample(type.Shapes["wms"].Example));
            Assert.Equal(Values(type.Shapes["smartwms"].Example), Values(type.Shapes["wms"].Example));
        });

    [Theory]
    [InlineData("order.created")]
    [InlineData("order.shipped")]
    public void A_type_of_both_documents_has_two_shapes(string type)
    {
        var camelCase = Shapes.MembersOfExample(Shapes.Of(type, "smartwms").Example).Select(Shapes.ToSnakeCase).Order(StringComparer.Ordinal);
        Assert.NotEqual(camelCase, Shapes.MembersOfExample(Shapes.Of(type, "wms").Example));
    }

    [Fact]
    public void Most_examples_carry_Thai_text_as_a_warehouse_in_Thailand_would() =>
        Assert.True(StandardEventTypes.All.Count(type => type.Shapes["wms"].Example.Any(ThaiText.IsThai)) > StandardEventTypes.All.Count / 2);

    private static IEnumerable<string> Values(string example) => Leaves(JsonNode.Parse(example)!);

    private static IEnumerable<string> Leaves(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value!)),
        JsonArray items => items.SelectMany(item => Leaves(item!)),
        _ => [node.ToJsonString()],
    };
}
