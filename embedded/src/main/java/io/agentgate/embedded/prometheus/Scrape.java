package io.agentgate.embedded.prometheus;

/**
 * What a reader of metrics gets.
 *
 * @param text to be sent as UTF-8
 */
public record Scrape(String contentType, String text) {}
