package io.agentgate.cli.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of one side of TLS, all in PEM.
 *
 * @param certificate the chain this side shows, or null for none
 * @param key its key; where there is a certificate
 * @param authorities who vouches for the other side, or null for those that Java trusts
 */
public record TlsConfig(
        @Nullable Path certificate, @Nullable Path key, @Nullable Path authorities) {}
