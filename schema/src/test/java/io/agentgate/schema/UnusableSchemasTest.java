package io.agentgate.schema;

import static io.agentgate.schema.Schemas.fault;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas that no arguments can be held against, and what is said of them. */
class UnusableSchemasTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'object'                                        | must be a schema
                    {'type':'text'}                                 | /type names a type that there is not
                    {'properties':{'a':{'required':true}}}          | /properties/a/required must be an array of strings
                    {'properties':{'a':1}}                          | /properties/a must be a schema
                    {'properties':{'a/b~':{'minimum':'1'}}}         | /properties/a~1b~0/minimum must be a number
                    {'maxProperties':-1}                            | /maxProperties must be a whole number and not below 0
                    {'properties':{'a':{'multipleOf':0}}}           | /properties/a/multipleOf must be above 0
                    {'anyOf':[]}                                    | /anyOf must not be empty
                    {'exclusiveMinimum':true}                       | /exclusiveMinimum must be a number
                    {'$schema':'http://json-schema.org/draft-04/schema#'} | /$schema is not one of the drafts 2020-12, 2019-09 and 07
                    {'$ref':'https://schemas.example/a.json'}       | /$ref leads out of the schema, and nothing is fetched
                    {'properties':{'a':{'$ref':'other.json#/x'}}}   | /properties/a/$ref leads out of the schema, and nothing is fetched
                    {'$ref':'file:///etc/passwd'}                   | /$ref leads out of the schema, and nothing is fetched
                    {'$ref':'#/$defs/none'}                         | /$ref leads nowhere
                    {'$defs':{'a':{'$id':'https://x.example/a'}}}   | /$defs/a is a schema with an $id of its own
                    {'properties':{'a':{'pattern':'(?=x)'}}}        | /properties/a/pattern is a pattern that is not taken: look-ahead `(?=` is not supported, so that matching takes linear time
                    {'properties':{'a':{'pattern':'(a)\\\\1'}}}     | /properties/a/pattern is a pattern that is not taken: back-reference `\\1` is not supported, so that matching takes linear time
                    {'patternProperties':{'[':true}}                | /patternProperties is a pattern that is not taken: missing `]`
                    {'properties':{'a':{'pattern':'((a{1000}){1000}){1000}'}}} | /properties/a/pattern is a pattern that is not taken: pattern grows beyond 8192 states; lower its repeat counts
                    """)
    void faultsAreTold(String schema, String fault) {
        assertThat(fault(schema)).isEqualTo("is not usable: " + fault);
    }

    @Test
    void patternsTogetherAreBounded() {
        String patterns =
                """
                {'properties':{'a':{'pattern':'^.{1,900}$'},'b':{'pattern':'^.{1,900}b'},'c':{'pattern':'^.{1,900}c'},
                'd':{'pattern':'^.{1,900}d'},'e':{'pattern':'^.{1,900}e'}}}\
                """;
        assertThat(fault(patterns)).endsWith("brings the patterns beyond 8192 states");
    }

    @Test
    void faultIsShortAndOfVisibleCharacters() {
        String long1 = "{'properties':{'" + "\u202e\u00e9".repeat(500) + "':1}}";
        assertThat(fault(long1)).hasSizeLessThan(400).matches("[ -~…]+");
    }
}
