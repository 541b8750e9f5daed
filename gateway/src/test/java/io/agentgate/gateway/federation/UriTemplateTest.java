package io.agentgate.gateway.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "test://template/{id}/data, test://template/7/data, true",
        "test://template/{id}/data, test://template/7/date, false",
        "test://template/{id}/data, test://template/7/8/data, false",
        "test://template/{id}/data, test://template//data, false",
        "test://template/{id}/data, test://template/data, false",
        "x:{a}-{b}, x:1-2, true",
        "x:{a}-{b}, x:12, false",
        "file:///{+path}, file:///a/b, true",
        "file://{/path*}, file:///a/b, true",
        "x:{name}{?page}, x:a?page=2, true",
        "x:1, x:1, false",
        "x:{a, x:1, false",
        "{all}, x:1, true",
    })
    void uriMayBeOneThatATemplateGives(String template, String uri, boolean matches) {
        assertThat(UriTemplate.matches(template, uri)).isEqualTo(matches);
    }
}
