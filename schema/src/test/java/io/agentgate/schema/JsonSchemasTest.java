package io.agentgate.schema;

import static io.agentgate.schema.Schemas.misfits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fits and what does not, keyword by keyword. */
class JsonSchemasTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'type':'object'}                                     | {}
                    {'properties':{'a':{'type':'string'}}}                | {'a':''}
                    {'properties':{'a':{'type':['string','null']}}}       | {'a':null}
                    {'properties':{'a':{'type':'integer'}}}               | {'a':1.0}
                    {'properties':{'a':{'type':'integer'}}}               | {'a':1e3}
                    {'properties':{'a':{'enum':['x',{'b':[1]}]}}}         | {'a':{'b':[1.0]}}
                    {'properties':{'a':{'const':1}}}                      | {'a':1.00}
                    {'properties':{'a':{'minimum':0,'maximum':2}}}        | {'a':2}
                    {'properties':{'a':{'multipleOf':0.01}}}              | {'a':4.35}
                    {'properties':{'a':{'maxLength':1}}}                  | {'a':'\uD83D\uDE00'}
                    {'properties':{'a':{'format':'date'}}}                | {'a':'no date'}
                    {'properties':{'a':{'pattern':'^[0-9]+$'}}}           | {'a':'12'}
                    {'properties':{'a':{'items':{'type':'number'}}}}      | {'a':[1,2]}
                    {'properties':{'a':{'uniqueItems':true}}}             | {'a':[[1],[2]]}
                    {'properties':{'a':{'contains':{'const':2}}}}         | {'a':[1,2]}
                    {'additionalProperties':false,'patternProperties':{'^x-':true}} | {'x-a':1}
                    {'oneOf':[{'required':['a']},{'required':['b']}]}     | {'b':1}
                    {'if':{'required':['a']},'then':{'required':['b']}}   | {'a':1,'b':1}
                    {'$ref':'#/$defs/x','$defs':{'x':{'required':['a']}}} | {'a':1}
                    {'$ref':'#x','$defs':{'y':{'$anchor':'x','required':['a']}}}    | {'a':1}
                    {'$schema':'http://json-schema.org/draft-07/schema#','$ref':'#/definitions/x','required':['b'],'definitions':{'x':true}} | {}
                    {'allOf':[{'properties':{'a':true}}],'unevaluatedProperties':false}                  | {'a':1}
                    {'description':'keywords nobody knows','x-own':1,'default':{'$id':'x'}}              | {}
                    """)
    void fits(String schema, String arguments) throws Exception {
        assertThat(misfits(schema, arguments)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'properties':{'a':{'type':'string'}}}                | {'a':1}       | /a must be string (type)
                    {'properties':{'a':{'type':['string','null']}}}       | {'a':true}    | /a must be string or null (type)
                    {'properties':{'a':{'type':'integer'}}}               | {'a':1.5}     | /a must be integer (type)
                    {'properties':{'a':{'enum':['x']}}}                   | {'a':'X'}     | /a must be one of the values listed (enum)
                    {'properties':{'a':{'const':'1'}}}                    | {'a':1}       | /a must be the one value (const)
                    {'required':['a','b']}                                | {'a':1}       | they must have b (required)
                    {'properties':{'a':{'minimum':0}}}                    | {'a':-1}      | /a must not be below 0 (minimum)
                    {'properties':{'a':{'exclusiveMaximum':5}}}           | {'a':5}       | /a must be below 5 (exclusiveMaximum)
                    {'properties':{'a':{'multipleOf':2}}}                 | {'a':3}       | /a must be a multiple of 2 (multipleOf)
                    {'properties':{'a':{'minLength':2}}}                  | {'a':'\uD83D\uDE00'} | /a must have 2 characters or more (minLength)
                    {'properties':{'a':{'pattern':'^[0-9]+$'}}}           | {'a':'12\\n'} | /a must match the pattern (pattern)
                    {'properties':{'a':{'items':{'type':'number'}}}}      | {'a':[1,'2']} | /a/1 must be number (type)
                    {'properties':{'a':{'maxItems':1}}}                   | {'a':[1,2]}   | /a must have 1 items at most (maxItems)
                    {'properties':{'a':{'uniqueItems':true}}}             | {'a':[{'x':1,'y':2},{'y':2,'x':1.0}]} | /a must not have an item twice (uniqueItems)
                    {'properties':{'a':{'contains':{'const':2}}}}         | {'a':[1]}     | /a must have 1 items of a kind or more (contains)
                    {'properties':{'a':{}},'additionalProperties':false}  | {'b':1}       | /b must not be there (additionalProperties)
                    {'additionalProperties':false}                        | {'a b':1}     | /* must not be there (additionalProperties)
                    {'properties':{'a':{'properties':{'b/c':{'type':'null'}}}}} | {'a':{'b/c':1}} | /a/* must be null (type)
                    {'propertyNames':{'maxLength':1}}                     | {'ab':1}      | they must have members of other names (propertyNames)
                    {'oneOf':[{'required':['a']},{'required':['b']}]}     | {'a':1,'b':1} | they must fit one alternative alone (oneOf)
                    {'properties':{'a':{'anyOf':[{'type':'string'},{'type':'null'}]}}} | {'a':1} | /a must fit one of 2 alternatives (anyOf)
                    {'not':{'required':['a']}}                            | {'a':1}       | they must not be as it is (not)
                    {'if':{'required':['a']},'then':{'required':['b']}}   | {'a':1}       | they must have b (required)
                    {'dependentRequired':{'a':['b']}}                     | {'a':1}       | they must have b (dependentRequired)
                    {'$ref':'#/$defs/x','$defs':{'x':{'required':['a']}}} | {}            | they must have a (required)
                    {'allOf':[{'properties':{'a':true}}],'unevaluatedProperties':false} | {'b':1} | /b must not be there (unevaluatedProperties)
                    {'type':'object'}                                     | []            | they must be object (type)
                    """)
    void doesNotFit(String schema, String arguments, String told) throws Exception {
        assertThat(misfits(schema, arguments)).containsExactly(told);
    }

    @Test
    void recursiveSchemaGoesAsDeepAsItsArguments() throws Exception {
        String tree =
                """
                {'$ref':'#/$defs/node','$defs':{'node':{'type':'object','required':['id'],
                'properties':{'id':{'type':'integer'},'in':{'anyOf':[{'$ref':'#/$defs/node'},{'type':'null'}]}}}}}\
                """;
        assertThat(misfits(tree, nested("{'id':1,'in':", "null", "}", 60))).isEmpty();
        assertThat(misfits(tree, nested("{'id':1,'in':", "{'id':'x'}", "}", 60)))
                .containsExactly("/in must fit one of 2 alternatives (anyOf)");
    }

    private static String nested(String before, String inside, String after, int times) {
        return before.repeat(times) + inside + after.repeat(times);
    }

    @Test
    void numbersAreExactWhateverTheirSize() throws Exception {
        String bounded = "{'properties':{'n':{'type':'integer','maximum':9007199254740993}}}";
        assertThat(misfits(bounded, "{'n':9007199254740993}")).isEmpty();
        assertThat(misfits(bounded, "{'n':9007199254740994}")).hasSize(1);
        String big = "123456789012345678901234567890123456789012345678901234567890";
        assertThat(misfits("{'properties':{'n':{'const':" + big + "}}}", "{'n':" + big + "}"))
                .isEmpty();
        assertThat(misfits("{'properties':{'n':{'multipleOf':1e-300}}}", "{'n':1e300}")).isEmpty();
    }

    @Test
    void fewMisfitsAreToldAndNoValue() throws Exception {
        List<String> told =
                misfits(
                        "{'additionalProperties':{'type':'object'}}",
                        "{'a':'s3cret','b':'s3cret','c':'s3cret','d':'s3cret','e':'s3cret'}");
        assertThat(told).hasSize(Checking.MAX_MISFITS).noneMatch(each -> each.contains("s3cret"));
    }

    @Test
    void pointerOfManyNamesIsCut() throws Exception {
        String deep = nested("{'additionalProperties':", "{'type':'null'}", "}", 20);
        assertThat(misfits(deep, nested("{'n':", "1", "}", 20)))
                .containsExactly("/n/n/n/n/n/n/n/n/… must be null (type)");
    }

    @Test
    void olderDraftsAreReadAsTheyWere() throws Exception {
        String pair = "'properties':{'a':{'items':[{'type':'string'}],'additionalItems':false}}}";
        String seven = "{'$schema':'http://json-schema.org/draft-07/schema#'," + pair;
        assertThat(misfits(seven, "{'a':['x']}")).isEmpty();
        assertThat(misfits(seven, "{'a':[1]}")).containsExactly("/a/0 must be string (type)");
        assertThat(misfits(seven, "{'a':['x',1]}"))
                .containsExactly("/a/1 must not be there (additionalItems)");
        String nineteen = "{'$schema':'https://json-schema.org/draft/2019-09/schema'," + pair;
        assertThat(misfits(nineteen, "{'a':['x',1]}")).hasSize(1);
        assertThat(Schemas.fault("{" + pair)).contains("/properties/a/items must be a schema");
    }
}
