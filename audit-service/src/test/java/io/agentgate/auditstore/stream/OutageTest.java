package io.agentgate.auditstore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23502", "54000"})
    void dataThatIsRefusedIsNoOutage(String state) {
        assertThat(Outage.isOfData(new SQLException("refused", state))).isTrue();
    }

    /**
     * A lost connection, a shutdown, a lock that came too late, a deadlock, a missing partition.
     */
    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "55P03", "40P01", "23514"})
    void everythingElseIsTriedAgain(String state) {
        assertThat(Outage.isOfData(new SQLException("away", state))).isFalse();
    }

    @Test
    void failureWithoutAStateIsTriedAgain() {
        assertThat(Outage.isOfData(new SQLException("away"))).isFalse();
    }
}
