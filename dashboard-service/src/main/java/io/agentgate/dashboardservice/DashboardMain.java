package io.agentgate.dashboardservice;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process of the dashboard-service. */
@QuarkusMain
public final class DashboardMain {
    private DashboardMain() {}

    public static void main(String[] arguments) {
        if (String.valueOf(System.getenv("AGENTGATE_DASHBOARD_URL")).startsWith("https:")) {
            // Whatever is before this service speaks TLS with browsers.
            System.setProperty("quarkus.oidc.authentication.force-redirect-https-scheme", "true");
            System.setProperty("quarkus.oidc.authentication.cookie-force-secure", "true");
        }
        Quarkus.run(arguments);
    }
}
